class PlayersController < ApplicationController
  def index
    @players = Player.order(:id).limit(per)
  end

  def active
    @players = Player.includes(:team).where("id > ?", after).order(:id).limit(per)
    render :index
  end
end
