class MatchesController < ApplicationController
  def index
    @matches = Match.order(:id).limit(per)
  end

  def fixtures
    @matches = Match.preload(:home_team, :away_team, venue: :city).where("id > ?", after).order(:id).limit(per)
    render :index
  end

  # Matches whose referees are watched.
  def draw
    render json: Match.order("RAND()").limit(4).pluck(:id, :kicks_off_at).map { |id, time| { id: id, kicks_off_at: time } }
  end
end
