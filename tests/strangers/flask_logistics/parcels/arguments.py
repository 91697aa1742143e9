from datetime import date

from flask import abort, request


def size(default=20):
    return max(1, min(request.args.get("size", default, type=int), 200))


def page():
    return max(1, request.args.get("page", 1, type=int))


def after():
    return request.args.get("after", 0, type=int)


def day():
    try:
        return date.fromisoformat(request.args.get("day", "2024-03-01"))
    except ValueError:
        abort(400, "day must be a date such as 2024-03-01")
