-- Delivery van (3.5 t, high roof): the engine's car profile with a van's size and a courier's rights.
package.path = os.getenv("LASTMILE_OSRM_PROFILES") .. "/?.lua;" .. os.getenv("LASTMILE_OWN_PROFILES") .. "/?.lua;" .. package.path

local car = require("car")
local stopping = require("stopping")

local function setup()
  local profile = car.setup()
  profile.vehicle_height = 2.7   -- metres
  profile.vehicle_width = 2.1    -- metres, without mirrors
  profile.vehicle_length = 6.0   -- metres
  profile.vehicle_weight = 3500  -- kilograms
  profile.vehicle_max_speed = 110 -- km/h
  -- Streets tagged "delivery" or "customers" are open to a courier and carry no penalty.
  for _, tag in ipairs({ "delivery", "customers" }) do
    profile.access_tag_whitelist[tag] = true
    profile.access_tag_blacklist[tag] = nil
    profile.restricted_access_tag_list[tag] = nil
  end
  -- Private drives are open for the first and last metres, never as a shortcut.
  profile.service_access_tag_blacklist["private"] = nil
  profile.restricted_highway_whitelist["service"] = true
  -- Each leg is asked for on its own, so a stop never forces a turn.
  profile.properties.continue_straight_at_waypoint = false
  -- Turning a van of 6 m round takes back and forth; a car's 20 s are too few (docs/planning.md has the sources).
  profile.properties.u_turn_penalty = 60 -- seconds
  return profile
end

return {
  setup = setup,
  process_way = stopping.process_way(car.process_way),
  process_node = car.process_node,
  process_turn = car.process_turn,
}
