import random
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction

from shop.models import (Brand, Carrier, Category, City, Collection, Country, Currency, Customer, GiftCard, Guide, Order, OrderLine, Product,
                         Question, Return, Review, Supplier, Tag)

THINGS = ["Tent", "Rope", "Stove", "Boot", "Jacket", "Backpack", "Lamp", "Axe", "Bottle", "Compass", "Glove", "Bivouac bag"]
NAMES = ["Alder", "Birch", "Cairn", "Dale", "Elm", "Fjord", "Glen", "Heath", "Islet", "Juniper", "Larch", "Moor"]
FIRST = ["Ada", "Bjørn", "Chloé", "Dan", "Élise", "Finn", "Grete", "Hugo", "Ines", "Jan", "Kaja", "Liam"]
LAST = ["Andersen", "Brown", "Conti", "Dubois", "Eriksen", "Fischer", "García", "Hansen", "Ito", "Jensen", "Kowalski", "O'Neill"]
WORDS = "light warm dry strong small useful good long quiet bright soft wide cold steep early late".split()
OPENED = datetime(2020, 1, 1, tzinfo=timezone.utc)
BUSY_DAY = datetime(2024, 3, 1, tzinfo=timezone.utc)


class Command(BaseCommand):
    help = "Fills an empty database with the same rows every time; --factor multiplies the number of rows."

    def add_arguments(self, parser):
        parser.add_argument("--factor", type=int, default=1)

    @transaction.atomic
    def handle(self, *args, factor, **options):
        self.factor = factor
        self.random = random.Random(20)
        User.objects.create_superuser("manager", "manager@shop.example", "chamois-7")
        self.places()
        self.catalogue()
        self.extras()
        self.opinions()
        self.trade()

    def text(self, words):
        return " ".join(self.random.choices(WORDS, k=words))

    def person(self):
        return f"{self.random.choice(FIRST)} {self.random.choice(LAST)}"

    def moment(self):
        return OPENED + timedelta(seconds=self.random.randrange(4 * 365 * 86400))

    def create(self, rows):
        """Creates the rows and returns them with their keys."""
        rows = list(rows)
        type(rows[0]).objects.bulk_create(rows, batch_size=1000)
        return list(type(rows[0]).objects.order_by("pk"))

    def places(self):
        countries = self.create(Country(name=f"{name}land") for name in NAMES)
        self.cities = self.create(City(name=f"{self.random.choice(NAMES)}ville {number}", country=self.random.choice(countries))
                                  for number in range(20 * self.factor))
        self.carriers = self.create(Carrier(name=f"{name} Express", country=self.random.choice(countries)) for name in NAMES)
        self.create(Currency(code=code, rate=Decimal(rate)) for code, rate in [("EUR", "1"), ("SEK", "11.32"), ("USD", "1.08")])

    def catalogue(self):
        self.create(Category(name=thing, slug=thing.lower().replace(" ", "-")) for thing in THINGS)
        parents = list(Category.objects.order_by("pk"))
        categories = self.create(Category(name=f"{name} {parent.name}", slug=f"{name}-{parent.slug}".lower(), parent=parent)
                                 for parent in parents for name in NAMES[:4])[len(parents):]
        brands = self.create(Brand(name=f"{name} & {other}") for name in NAMES for other in LAST)[:60]
        suppliers = self.create(Supplier(name=f"{last} {number} Ltd", city=self.random.choice(self.cities))
                                for number in range(2 * self.factor) for last in LAST)
        tags = self.create(Tag(name=f"{first}-{second}") for first in WORDS[:8] for second in WORDS[8:14])
        products = []
        for number in range(2000 * self.factor):
            name = f"{self.random.choice(NAMES)} {self.random.choice(THINGS)} {number}"
            if number in (7, 77, 777):
                name = f"Kestrel {name}"
            products.append(Product(
                name=name, slug=name.lower().replace(" ", "-"), sku=f"OUT-{number:06}", barcode=f"{4006381000000 + number * 7}",
                price=Decimal(self.random.randrange(500, 90000)) / 100, stock=self.random.choice([0, 1, 3, 8, 20, 50, 120]),
                summary=self.text(8), description=self.text(20), added_at=self.moment(), brand=self.random.choice(brands),
                category=self.random.choice(categories), supplier=self.random.choice(suppliers)))
        self.products = self.create(products)
        through = Product.tags.through
        self.create(through(product=product, tag=tag) for product in self.products for tag in self.random.sample(tags, 3))

    def extras(self):
        collections = self.create(Collection(title=f"{self.random.choice(NAMES)} collection {number}") for number in range(120))
        self.create(Collection.products.through(collection=each, product=product)
                    for each in collections for product in self.random.sample(self.products, 6))
        guides = self.create(Guide(title=f"How to choose a {self.random.choice(THINGS).lower()}, part {number}", author=self.person(),
                                   body=self.text(1500), published_on=date(2022, 1, 1) + timedelta(days=number))
                             for number in range(120))
        self.create(Guide.products.through(guide=each, product=product)
                    for each in guides for product in self.random.sample(self.products, 5))
        self.create(GiftCard(code=f"gift-{number:06}", balance=25) for number in range(2000 * self.factor))

    def opinions(self):
        popular = self.products[0]
        self.create(Review(product=popular if number % 10 == 0 else self.random.choice(self.products), author=self.person(),
                           stars=self.random.randint(1, 5), text=self.text(15), created_at=self.moment())
                    for number in range(6000 * self.factor))
        self.create(Question(product=popular if number % 10 == 0 else self.random.choice(self.products), author=self.person(),
                             text=self.text(8) + "?", asked_at=self.moment())
                    for number in range(6000 * self.factor))

    def trade(self):
        customers = self.create(Customer(name=self.person(), email=f"customer{number}@mail.example", city=self.random.choice(self.cities),
                                         newsletter=number % 3 == 0, joined_on=self.moment().date())
                                for number in range(600 * self.factor))
        orders = self.create(Order(number=f"S-{number:07}", customer=customers[0] if number < 25 else self.random.choice(customers), carrier=self.random.choice(self.carriers),
                                   placed_at=BUSY_DAY + timedelta(hours=8, minutes=number) if number < 12 else self.moment(),
                                   status=self.random.choice(["open", "paid", "paid", "shipped"]),
                                   total=Decimal(self.random.randrange(1000, 90000)) / 100)
                             for number in range(3000 * self.factor))
        lines = {orders[0].pk: 10, orders[1].pk: 40}
        self.create(OrderLine(order=order, product=product, quantity=self.random.randint(1, 4), price=product.price)
                    for order in orders for product in self.random.sample(self.products, lines.get(order.pk, 3)))
        self.create(Return(order=self.random.choice(orders), reason=self.text(4),
                           received_at=BUSY_DAY + timedelta(hours=8, minutes=number) if number < 12 else self.moment())
                    for number in range(400 * self.factor))
