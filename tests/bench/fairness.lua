-- For `wrk --threads N --connections N`: each thread is one client with one connection. Prints how many requests the clients made that
-- were served least and most, and how long requests took, in microseconds.
local clients = {}

function setup(client)
  table.insert(clients, client)
end

function init(args)
  made = 0
  text = wrk.format()
end

function request()
  made = made + 1
  return text
end

done = function(summary, latency, requests)
  local least, most = math.huge, 0
  for _, client in ipairs(clients) do
    local served = client:get("made") - 1 -- the last one was not finished in time
    least, most = math.min(least, served), math.max(most, served)
  end
  io.write(string.format('{"requests": %d, "unexpected": %d, "broken": %d, "least": %d, "most": %d, "p50_us": %d, "max_us": %d}\n',
    summary.requests, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    least, most, latency:percentile(50), latency.max))
end
