from django.core.cache import cache

from .models import Category


def menu(request):
    """The shop's menu, on every page."""
    return {
        "menu": cache.get_or_set("menu", lambda: list(Category.objects.filter(parent=None).order_by("name")), 3600),
        "cart_size": sum(request.session.get("cart", {}).values()),
    }
