"""The tours of the vehicles."""

from flask import Blueprint, render_template
from sqlalchemy.orm import joinedload, selectinload

from .arguments import after, day, size
from .database import session
from .models import Tour

pages = Blueprint("tours", __name__)


@pages.route("/tours")
def tours():
    found = session.query(Tour).order_by(Tour.id).limit(size()).all()
    return render_template("tours.html", title="Tours", tours=found)


@pages.route("/tours/planned")
def planned():
    """The page shows vehicle, driver and all stops, so all of them are loaded for the whole page."""
    found = (session.query(Tour).options(selectinload(Tour.vehicle), selectinload(Tour.driver), selectinload(Tour.stops))
             .filter(Tour.id > after()).order_by(Tour.id).limit(size()).all())
    return render_template("tours.html", title="Planned tours", tours=found)


@pages.route("/crews")
def crews():
    found = session.query(Tour).order_by(Tour.id.desc()).limit(size()).all()
    return render_template("crews.html", title="Crews", tours=found)


@pages.route("/crews/day")
def crews_of_day():
    found = (session.query(Tour).options(joinedload(Tour.vehicle), joinedload(Tour.driver).joinedload("depot").joinedload("region"))
             .filter(Tour.day == day()).order_by(Tour.id).all())
    return render_template("crews.html", title="Crews of the day", tours=found)
