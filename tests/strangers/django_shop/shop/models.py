from django.db import models


class Country(models.Model):
    name = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "countries"

    def __str__(self):
        return self.name


class City(models.Model):
    name = models.CharField(max_length=60)
    country = models.ForeignKey(Country, on_delete=models.PROTECT)

    class Meta:
        verbose_name_plural = "cities"

    def __str__(self):
        return f"{self.name}, {self.country.name}"


class Category(models.Model):
    name = models.CharField(max_length=60)
    slug = models.SlugField(unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self):
        return self.name


class Brand(models.Model):
    name = models.CharField(max_length=80, unique=True)
    website = models.URLField(blank=True)

    def __str__(self):
        return self.name


class Supplier(models.Model):
    name = models.CharField(max_length=80)
    city = models.ForeignKey(City, on_delete=models.PROTECT)

    def __str__(self):
        return self.name


class Tag(models.Model):
    name = models.CharField(max_length=40, unique=True)

    def __str__(self):
        return self.name


class Currency(models.Model):
    code = models.CharField(max_length=3, unique=True)
    rate = models.DecimalField(max_digits=10, decimal_places=4)

    class Meta:
        verbose_name_plural = "currencies"

    def __str__(self):
        return self.code


class Product(models.Model):
    name = models.CharField(max_length=120, db_index=True)
    slug = models.SlugField(max_length=140, unique=True)
    sku = models.CharField("SKU", max_length=20, unique=True)
    barcode = models.CharField(max_length=13)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    stock = models.IntegerField(default=0, db_index=True)
    summary = models.CharField(max_length=200)
    description = models.TextField()
    added_at = models.DateTimeField(db_index=True)
    brand = models.ForeignKey(Brand, related_name="products", on_delete=models.PROTECT)
    category = models.ForeignKey(Category, related_name="products", on_delete=models.PROTECT)
    supplier = models.ForeignKey(Supplier, related_name="products", on_delete=models.PROTECT)
    tags = models.ManyToManyField(Tag, related_name="products", blank=True)

    class Meta:
        indexes = [models.Index(fields=["supplier", "stock"], name="product_by_supplier")]

    def __str__(self):
        return self.name


class Collection(models.Model):
    title = models.CharField(max_length=80)
    products = models.ManyToManyField(Product, related_name="collections")

    def __str__(self):
        return self.title


class Guide(models.Model):
    title = models.CharField(max_length=120)
    author = models.CharField(max_length=60)
    body = models.TextField()
    published_on = models.DateField()
    products = models.ManyToManyField(Product, related_name="guides")

    def __str__(self):
        return self.title


class Review(models.Model):
    product = models.ForeignKey(Product, related_name="reviews", on_delete=models.CASCADE)
    author = models.CharField(max_length=60)
    stars = models.PositiveSmallIntegerField()
    text = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self):
        return f"{self.author}: {self.stars} stars"


class Question(models.Model):
    product = models.ForeignKey(Product, related_name="questions", on_delete=models.CASCADE)
    author = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["product", "asked_at"], name="question_by_product")]

    def __str__(self):
        return self.text


class Customer(models.Model):
    name = models.CharField(max_length=80)
    email = models.EmailField(unique=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT)
    newsletter = models.BooleanField(default=False, db_index=True)
    joined_on = models.DateField()

    def __str__(self):
        return self.name


class Carrier(models.Model):
    name = models.CharField(max_length=60)
    country = models.ForeignKey(Country, on_delete=models.PROTECT)

    def __str__(self):
        return self.name


class Order(models.Model):
    number = models.CharField(max_length=12, unique=True)
    customer = models.ForeignKey(Customer, related_name="orders", on_delete=models.PROTECT)
    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT)
    placed_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=10)
    total = models.DecimalField(max_digits=10, decimal_places=2)

    def __str__(self):
        return self.number


class OrderLine(models.Model):
    order = models.ForeignKey(Order, related_name="lines", on_delete=models.CASCADE)
    product = models.ForeignKey(Product, related_name="lines", on_delete=models.PROTECT)
    quantity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=9, decimal_places=2)

    def __str__(self):
        return f"{self.quantity} x {self.product}"


class Return(models.Model):
    order = models.ForeignKey(Order, related_name="returns", on_delete=models.CASCADE)
    reason = models.CharField(max_length=120)
    received_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{self.order}: {self.reason}"


class GiftCard(models.Model):
    code = models.CharField(max_length=16, unique=True)
    balance = models.DecimalField(max_digits=8, decimal_places=2)

    def __str__(self):
        return self.code


class SupplierPrice(models.Model):
    """The suppliers' price lists, as their feeds deliver them."""
    sku = models.CharField("SKU", max_length=20)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    feed = models.CharField(max_length=40, db_index=True)

    def __str__(self):
        return f"{self.feed} {self.sku}"
