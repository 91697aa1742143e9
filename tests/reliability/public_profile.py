"""What the profile public promises of a running stack: the hostile requests get what they must, and each protection works."""

import http.client

import hostile
from users import Page, Visitor

SLOW_PAGE = "/cases/n-plus-one/slow?n=10"
CLIENT = "127.0.0.3"
BURST = 200  # more than the limit lets through at once (nginx/public.conf), as quickly as one client can send


def request(stack, target, source=CLIENT, **headers):
    """(status, headers) of a request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60, source_address=(source, 0))
    try:
        connection.request("GET", target, headers={"Accept": "application/json", **headers})
        response = connection.getresponse()
        response.read()
        return response.status, response.headers
    finally:
        connection.close()


def no_trace_is_kept(stack):
    status, headers = request(stack, SLOW_PAGE, Probe="1")
    stored, _ = request(stack, f"/evidence/{headers['X-Request-Id']}")
    return (status, stored) == (200, 404), f"a page with \"Probe: 1\" responds {status}, and the address of its trace {stored}"


def there_is_no_test_mode(stack):
    status, _ = request(stack, "/test/")
    return status == 404, f"/test/ responds {status}"


def metrics_are_on_loopback(stack):
    status, _ = request(stack, "/metrics")
    return status == 403, f"/metrics responds {status} to another address"


def the_rate_is_limited(stack):
    visitor = Visitor(stack.address, CLIENT)
    seen = [visitor.request(Page("/healthz")) for _ in range(BURST)]
    visitor.close()
    refused = [each for each in seen if each.status == 429]
    others, _ = request(stack, "/healthz", "127.0.0.4")
    return bool(refused) and all(each.retry_after for each in refused) and others == 200, \
        f"{len(refused)} of {BURST} requests got 429, and another client {others}"


# The last one uses up what its client may send.
PROTECTIONS = (no_trace_is_kept, there_is_no_test_mode, metrics_are_on_loopback, the_rate_is_limited)


def measure(stack, measured, quick):
    failed = 0
    for protection in PROTECTIONS:
        works, seen = protection(stack)
        name = protection.__name__.replace("_", " ")
        print(f"  {name}: {seen}", flush=True)
        if not works:
            failed += 1
            measured.fail(f"{name}: {seen}")
    measured.add("public", failed, protections=len(PROTECTIONS))
    hostile.measure(stack, measured, quick, "hostile-public", patient=True)
