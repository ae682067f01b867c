-- Loaded cargo bike: the engine's bicycle profile, no stairs, no ferries or trains, 18 km/h at most.
package.path = os.getenv("LASTMILE_OSRM_PROFILES") .. "/?.lua;" .. os.getenv("LASTMILE_OWN_PROFILES") .. "/?.lua;" .. package.path

local bicycle = require("bicycle")
local stopping = require("stopping")

local function setup()
  local profile = bicycle.setup()
  profile.vehicle_max_speed = 18 -- km/h
  profile.use_public_transport = false
  profile.exclude_cargo_bike = true -- leaves out ways signed against cargo bikes
  profile.width = 0.9 -- metres
  profile.pedestrian_speeds["steps"] = nil
  profile.access_tag_blacklist["delivery"] = nil
  profile.access_tag_whitelist["delivery"] = true
  profile.properties.continue_straight_at_waypoint = false
  -- A bike turns within a street; with the 17 s of the angle itself this makes 37.
  profile.properties.u_turn_penalty = 20 -- seconds
  return profile
end

return {
  setup = setup,
  process_way = stopping.process_way(bicycle.process_way),
  process_node = bicycle.process_node,
  process_turn = bicycle.process_turn,
}
