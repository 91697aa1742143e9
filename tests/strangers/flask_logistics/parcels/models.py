from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, Numeric, String, Text
from sqlalchemy.orm import relationship

from .database import Base


class Region(Base):
    __tablename__ = "region"
    id = Column(Integer, primary_key=True)
    name = Column(String(60), nullable=False)


class Depot(Base):
    __tablename__ = "depot"
    id = Column(Integer, primary_key=True)
    name = Column(String(60), nullable=False)
    region_id = Column(ForeignKey("region.id"), nullable=False)
    region = relationship(Region)


class Vehicle(Base):
    __tablename__ = "vehicle"
    id = Column(Integer, primary_key=True)
    plate = Column(String(12), nullable=False, unique=True)
    depot_id = Column(ForeignKey("depot.id"), nullable=False, index=True)
    depot = relationship(Depot, backref="vehicles")


class Driver(Base):
    __tablename__ = "driver"
    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    depot_id = Column(ForeignKey("depot.id"), nullable=False, index=True)
    depot = relationship(Depot)


class Sender(Base):
    __tablename__ = "sender"
    id = Column(Integer, primary_key=True)
    name = Column(String(80), nullable=False)
    email = Column(String(120), nullable=False, unique=True)
    contract_since = Column(Date, nullable=False)
    depot_id = Column(ForeignKey("depot.id"), nullable=False, index=True)
    depot = relationship(Depot)


class Tour(Base):
    """A vehicle's round on one day."""
    __tablename__ = "tour"
    id = Column(Integer, primary_key=True)
    day = Column(Date, nullable=False, index=True)
    vehicle_id = Column(ForeignKey("vehicle.id"), nullable=False, index=True)
    driver_id = Column(ForeignKey("driver.id"), nullable=False, index=True)
    vehicle = relationship(Vehicle)
    driver = relationship(Driver)
    stops = relationship("Stop", back_populates="tour", order_by="Stop.position")


class Stop(Base):
    __tablename__ = "stop"
    id = Column(Integer, primary_key=True)
    tour_id = Column(ForeignKey("tour.id"), nullable=False, index=True)
    position = Column(Integer, nullable=False)
    street = Column(String(80), nullable=False)
    tour = relationship(Tour, back_populates="stops")


class Parcel(Base):
    __tablename__ = "parcel"
    id = Column(Integer, primary_key=True)
    number = Column(String(14), nullable=False, unique=True)
    customer_reference = Column(String(20), nullable=False)
    content = Column(String(120), nullable=False)
    weight_grams = Column(Integer, nullable=False)
    service = Column(String(10), nullable=False)
    posted_at = Column(DateTime, nullable=False, index=True)
    sender_id = Column(ForeignKey("sender.id"), nullable=False, index=True)
    depot_id = Column(ForeignKey("depot.id"), nullable=False, index=True)
    sender = relationship(Sender)
    depot = relationship(Depot)


class Scan(Base):
    """A parcel's barcode was read in a depot."""
    __tablename__ = "scan"
    id = Column(Integer, primary_key=True)
    parcel_id = Column(ForeignKey("parcel.id"), nullable=False, index=True)
    depot_id = Column(ForeignKey("depot.id"), nullable=False, index=True)
    state = Column(String(12), nullable=False)
    scanned_at = Column(DateTime, nullable=False)


class Damage(Base):
    __tablename__ = "damage"
    __table_args__ = (Index("damage_by_depot", "depot_id", "reported_at"),)
    id = Column(Integer, primary_key=True)
    parcel_id = Column(ForeignKey("parcel.id"), nullable=False, index=True)
    depot_id = Column(ForeignKey("depot.id"), nullable=False)
    note = Column(String(120), nullable=False)
    reported_at = Column(DateTime, nullable=False)


class CustomsForm(Base):
    __tablename__ = "customs_form"
    id = Column(Integer, primary_key=True)
    title = Column(String(80), nullable=False)
    country = Column(String(40), nullable=False)
    text = Column(Text, nullable=False)


class Tariff(Base):
    __tablename__ = "tariff"
    service = Column(String(10), primary_key=True)
    base = Column(Numeric(8, 2), nullable=False)
    per_kilogram = Column(Numeric(8, 2), nullable=False)


class Announcement(Base):
    """A parcel that a sender has announced but not handed over."""
    __tablename__ = "announcement"
    id = Column(Integer, primary_key=True)
    batch = Column(String(20), nullable=False, index=True)
    reference = Column(String(20), nullable=False)
    weight_grams = Column(Integer, nullable=False)
