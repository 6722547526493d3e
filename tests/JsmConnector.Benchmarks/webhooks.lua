-- One webhook a request, each with an identifier of its own, spread over issues as a site's traffic is. The request is put together by hand: wrk.format would cost more than the call.
local counter = 0
local issues = 5000
local head, beforeIssue, afterIssue

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local body = file:read("*a")
  file:close()
  local path, token, run = args[2], args[3], args[4]
  head = "POST " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    .. "Authorization: JWT " .. token .. "\r\nX-Atlassian-Webhook-Flow: Primary\r\nX-Atlassian-Webhook-Identifier: " .. run .. "-"
  local from, to = body:find("0000000", 1, true)
  beforeIssue = "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body:sub(1, from - 1)
  afterIssue = body:sub(to + 1)
end

function request()
  counter = counter + 1
  return head .. counter .. beforeIssue .. string.format("%07d", 1000000 + counter % issues) .. afterIssue
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
