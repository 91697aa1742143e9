"""The bookshop of sql/schema.sql and sql/jobs.sql, for the Django code of the cases (fcgi-app/cases/*/stacks.md)."""

from django.db import models


class Country(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        managed = False
        db_table = "country"


class Publisher(models.Model):
    name = models.CharField(max_length=200)
    country = models.ForeignKey(Country, models.PROTECT)

    class Meta:
        managed = False
        db_table = "publisher"


class Author(models.Model):
    name = models.CharField(max_length=200)
    country = models.ForeignKey(Country, models.PROTECT)
    born = models.IntegerField()

    class Meta:
        managed = False
        db_table = "author"


class Tag(models.Model):
    name = models.CharField(max_length=60)

    class Meta:
        managed = False
        db_table = "tag"


class Book(models.Model):
    title = models.CharField(max_length=255)
    author = models.ForeignKey(Author, models.PROTECT, related_name="books")
    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="books")
    tags = models.ManyToManyField(Tag, db_table="book_tag", related_name="books")
    year = models.IntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True)

    class Meta:
        managed = False
        db_table = "book"


class Customer(models.Model):
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "customer"


class Currency(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    per_1000_euros = models.IntegerField()

    class Meta:
        managed = False
        db_table = "currency"


class CustomerSetting(models.Model):
    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True)
    currency = models.ForeignKey(Currency, models.PROTECT, db_column="currency")

    class Meta:
        managed = False
        db_table = "customer_setting"


class Review(models.Model):
    book = models.ForeignKey(Book, models.PROTECT, related_name="reviews")
    customer = models.ForeignKey(Customer, models.PROTECT)
    rating = models.IntegerField()
    body = models.CharField(max_length=500)
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "review"


class Product(models.Model):
    sku = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    version = models.IntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "product"


class Stock(models.Model):
    product_id = models.BigIntegerField(primary_key=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    pieces = models.IntegerField()

    class Meta:
        managed = False
        db_table = "checkout_stock"


class Document(models.Model):
    title = models.CharField(max_length=255)
    author = models.ForeignKey(Author, models.PROTECT)
    year = models.IntegerField()
    body = models.TextField()

    class Meta:
        managed = False
        db_table = "document"


class Order(models.Model):
    customer = models.ForeignKey(Customer, models.PROTECT)
    placed_at = models.DateTimeField()
    status = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "customer_order"


class OrderItem(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="items")
    book = models.ForeignKey(Book, models.PROTECT, related_name="order_items")
    quantity = models.IntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        managed = False
        db_table = "order_item"


class ImportedBook(models.Model):
    """Rows of one import or price list, beside the shop's books."""

    batch = models.BigIntegerField()
    position = models.IntegerField()
    title = models.CharField(max_length=255)
    author = models.ForeignKey(Author, models.PROTECT)
    publisher = models.ForeignKey(Publisher, models.PROTECT)
    year = models.IntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        managed = False
        db_table = "scratch_book"


class ReportRequest(models.Model):
    publisher = models.ForeignKey(Publisher, models.PROTECT)
    asked_at = models.DateTimeField(auto_now_add=True)
    report = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = "report_request"


class Job(models.Model):
    kind = models.CharField(max_length=60)
    arguments = models.CharField(max_length=4000)

    class Meta:
        managed = False
        db_table = "job"


class Session(models.Model):
    token = models.CharField(max_length=32, primary_key=True)
    customer = models.ForeignKey(Customer, models.PROTECT)
    last_seen_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "session"


class FeatureFlag(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    share = models.IntegerField()

    class Meta:
        managed = False
        db_table = "feature_flag"


class VisitSlot(models.Model):
    """One of the 32 counters of a book's visits. The table's key is (book, slot), which Django can't express; `slot` alone is not unique."""

    book = models.ForeignKey(Book, models.CASCADE)
    slot = models.BigIntegerField(primary_key=True)
    visits = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "visit_slot"
