"""Invented names: districts by kind, streets by theme, people and firms. None belongs to anybody."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


DISTRICTS: dict[str, tuple[str, ...]] = {
    "old": _words("Old Town|Ropewalk|Saltgate|Candlewick"),
    "inner": _words(
        "Guildhall|Castle Rise|Customs Quay|Lanternside|St Brannoc|Weir Bank|Millrace|Theatre Quarter|"
        "Foundry|University|Tannery|Bellfield|Canon Green|Orchard Gate"
    ),
    "mid": _words(
        "Kingsmead|Larkfield|Beacon Hill|Stonebridge|Fairlight|Alderbrook|Netherby|Copperfield|Wharfedown|"
        "Highcross|Thornley|Rosebank|Summerhill|Marlpit|Westering|Chapel Moor|Easterling"
    ),
    "suburb": _words(
        "Gullwing|Sandhaven|Pinewood|Windmill Down|Heron Lea|Cliffside|Longmeadow|Foxcote|Brackenhurst|"
        "Seaview|Hazelmere|Kestrel Park|Amberley|Driftwood|Moorland Edge|Shellness|Curlew Point|Northcliff|"
        "Tidewater|Oakhanger|Lighthouse Bay|Meadowsweet|Skerry|Harrowdene|Whinfell"
    ),
    "spare": _words(
        "Barley Vale|Mallow Vale|Tern Vale|Quarry Vale|Ferry Vale|Barley Heath|Mallow Heath|Tern Heath|"
        "Quarry Heath|Ferry Heath|Barley Cross|Mallow Cross|Tern Cross|Quarry Cross|Ferry Cross"
    ),
}

THEMES: dict[str, tuple[str, ...]] = {
    "trades": _words(
        "Cooper|Chandler|Ropemaker|Baker|Fuller|Glover|Tanner|Cutler|Mason|Weaver|Potter|Tinker|Brewer|"
        "Saddler|Goldsmith|Netmender|Sailmaker|Cobbler|Printer|Fletcher|Salter|Mercer|Joiner|Fishmonger|"
        "Candlemaker|Bellfounder|Clockmaker|Bookbinder|Apothecary|Lorimer|Currier|Furrier"
    ),
    "trees": _words(
        "Alder|Birch|Cedar|Elm|Hawthorn|Holly|Juniper|Larch|Linden|Maple|Oak|Poplar|Rowan|Spruce|Sycamore|"
        "Walnut|Willow|Yew|Aspen|Beech|Chestnut|Cypress|Hazel|Hornbeam|Laurel|Mulberry|Olive|Pear|Plum|"
        "Quince|Rosewood|Blackthorn"
    ),
    "birds": _words(
        "Avocet|Bunting|Curlew|Dunlin|Eider|Fulmar|Gannet|Heron|Kestrel|Lapwing|Martin|Nightjar|Osprey|"
        "Petrel|Plover|Puffin|Raven|Sandpiper|Skylark|Swallow|Teal|Tern|Thrush|Wagtail|Wren|Whimbrel|"
        "Turnstone|Kittiwake|Guillemot|Goldfinch|Linnet|Merlin"
    ),
    "flowers": _words(
        "Aster|Bluebell|Campion|Daisy|Foxglove|Gentian|Harebell|Iris|Jasmine|Lavender|Lilac|Lupin|Marigold|"
        "Orchid|Pansy|Peony|Poppy|Primrose|Samphire|Sorrel|Speedwell|Sundew|Tansy|Thistle|Thrift|Verbena|"
        "Violet|Yarrow|Zinnia|Clover|Heather|Mallow"
    ),
    "sea": _words(
        "Anchor|Barnacle|Beacon|Binnacle|Bollard|Brigantine|Capstan|Clipper|Compass|Cutter|Fathom|Foghorn|"
        "Galleon|Halyard|Jib|Keel|Lugger|Mainsail|Mizzen|Mooring|Pilot|Quarterdeck|Rudder|Schooner|Sextant|"
        "Skiff|Spinnaker|Tiller|Topsail|Windlass|Yawl|Harpoon"
    ),
    "sky": _words(
        "Altair|Antares|Aurora|Comet|Corona|Crescent|Eclipse|Equinox|Galaxy|Halo|Meridian|Meteor|Midsummer|"
        "Moonrise|Morningstar|Nova|Orbit|Orion|Pole Star|Rainbow|Sirius|Solstice|Sunrise|Sunset|Tempest|"
        "Twilight|Vega|Zenith|Zephyr|Northwind|Starlight|Daybreak"
    ),
    "stone": _words(
        "Agate|Amber|Basalt|Chalk|Cobalt|Copper|Coral|Crystal|Flint|Garnet|Granite|Jade|Jasper|Limestone|"
        "Marble|Mica|Obsidian|Onyx|Opal|Pearl|Pumice|Quartz|Ruby|Sandstone|Sapphire|Slate|Topaz|Zircon|"
        "Emerald|Feldspar|Gypsum|Ironstone"
    ),
    "works": _words(
        "Anvil|Bearing|Boiler|Cable|Casting|Crane|Crucible|Dynamo|Engine|Filament|Flywheel|Forge|Freight|"
        "Furnace|Gantry|Gauge|Ingot|Lathe|Lever|Loom|Pallet|Pinion|Piston|Pulley|Rivet|Rolling Mill|Smelter|"
        "Spindle|Steam|Turbine|Valve|Warehouse"
    ),
}

SUFFIXES: dict[str, tuple[str, ...]] = {
    "old": _words("Lane|Row|Street|Yard|Wynd|Court"),
    "inner": _words("Street|Row|Place|Terrace|Lane"),
    "mid": _words("Street|Avenue|Road|Terrace|Gardens"),
    "suburb": _words("Road|Avenue|Drive|Close|Way|Grove|Crescent"),
    "industrial": _words("Road|Way|Works Road"),
    "port": _words("Wharf|Dock Road|Quay"),
    "airport": _words("Way|Road"),
    "forest": _words("Track|Ride"),
}

ARTERIAL_WORDS = _words(
    "Admiral|Assembly|Castle|Cathedral|Charter|Commercial|Dominion|Exchange|Founders|Governor|"
    "Harbourmaster|Jubilee|King's|Liberty|Lighthouse|Mayor's|Navigation|North|Parliament|Prince's|"
    "Queen's|Railway|Regatta|Republic|Senate|South|Station|Tower|Union|Victory|Viaduct|West|Windmill|"
    "Abbey|Bishop's|Canal|East|Fort|Garrison|Hospital|Island|Market|Observatory"
)
ARTERIAL_SUFFIXES = _words("Road|Avenue|Parade|Boulevard")
FIRST_NAMES = _words(
    "Ada|Aidan|Alma|Anders|Anouk|Arlo|Bea|Björn|Carys|Cem|Chiara|Dara|Dylan|Edda|Elif|Emre|Esme|Farah|"
    "Finn|Freya|Gwen|Hana|Hugo|Ines|Ivo|Jana|Jonas|Kaia|Kofi|Lars|Leila|Lena|Luca|Maeve|Malik|Mara|Mika|"
    "Nadia|Nils|Noor|Oona|Otto|Paloma|Petra|Quinn|Rafa|Runa|Sami|Saskia|Silas|Tara|Teo|Una|Vera|Viktor|"
    "Wanda|Yara|Yusuf|Zoë|Zora"
)
LAST_NAMES = _words(
    "Abbott|Achterberg|Aldous|Bakker|Bramley|Brandt|Calder|Castellan|Corrigan|Dahl|Demir|Drummond|Eklund|"
    "Fairweather|Fenwick|Ferreira|Garside|Greenhalgh|Haddad|Hallam|Holm|Ibarra|Iversen|Jansson|Kaya|"
    "Kerrigan|Kovac|Larkin|Lindqvist|Lomax|Maddox|Marlowe|Mensah|Moreau|Nakamura|Nordin|Oakley|Okafor|"
    "Pascoe|Penrose|Quill|Ravn|Rowntree|Sato|Sewell|Silva|Tanner|Thorne|Trevena|Umber|Valdez|Varga|"
    "Wainwright|Weiss|Winter|Yardley|Zeller|O'Hara|Müller|Núñez"
)
SHOP_WORDS = _words("Bakery|Books|Hardware|Pharmacy|Florist|Deli|Optician|Shoes|Toys|Grocer|Stationers|Bicycles")
OFFICE_WORDS = _words("Legal|Architects|Surveyors|Insurance|Design|Accountants|Software|Logistics|Clinic|School")
FOOD_WORDS = _words("Kitchen|Bistro|Café|Grill|Noodle Bar|Tavern|Oyster Bar|Pizzeria|Canteen|Tearoom")
