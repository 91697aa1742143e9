from django.http import Http404


def positive(request, name, default, maximum):
    """A whole number from the query string, at least 1 and at most the maximum."""
    try:
        value = int(request.GET.get(name, default))
    except ValueError:
        raise Http404(f"{name} must be a number")
    if value < 1:
        raise Http404(f"{name} must be positive")
    return min(value, maximum)


def per_page(request, default=20):
    return positive(request, "per_page", default, 200)


def after(request, queryset):
    """The rows after the one that the last page ended with, in the order of their keys."""
    last = request.GET.get("after")
    queryset = queryset.order_by("pk")
    if not last:
        return queryset
    if not last.isdigit():
        raise Http404("after must be a number")
    return queryset.filter(pk__gt=int(last))
