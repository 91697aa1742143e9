from flask import Flask

from . import depots, parcels, tours
from .database import session


def create_app():
    app = Flask(__name__)
    app.register_blueprint(parcels.pages)
    app.register_blueprint(tours.pages)
    app.register_blueprint(depots.pages)

    @app.teardown_appcontext
    def end_session(_error):
        session.remove()

    return app
