-- Where nobody stops: motorways and their ramps, motor roads, trunk roads that no house fronts on, tunnels.
-- Routes use these ways as before; no place is put on one of them.
local stopping = {}

local never = { motorway = true, motorway_link = true, trunk_link = true, raceway = true, bus_guideway = true }
local frontage_speed = 60 -- km/h; a trunk road this slow runs through a town

local function is_fronted(way)
  for _, key in ipairs({ "sidewalk", "sidewalk:both", "sidewalk:left", "sidewalk:right" }) do
    local value = way:get_value_by_key(key)
    if value and value ~= "no" and value ~= "none" then
      return true
    end
  end
  local speed = tonumber((way:get_value_by_key("maxspeed") or ""):match("^%d+"))
  return speed ~= nil and speed <= frontage_speed
end

function stopping.may_stop(way)
  local highway = way:get_value_by_key("highway")
  local tunnel = way:get_value_by_key("tunnel")
  if never[highway] or way:get_value_by_key("motorroad") == "yes" then
    return false
  end
  if tunnel and tunnel ~= "no" and tunnel ~= "building_passage" then
    return false
  end
  return highway ~= "trunk" or is_fronted(way)
end

function stopping.process_way(process)
  return function(profile, way, result, relations)
    process(profile, way, result, relations)
    if not stopping.may_stop(way) then
      result.is_startpoint = false
    end
  end
end

return stopping
