class TeamsController < ApplicationController
  def index
    @teams = Team.order(:id).limit(per)
  end

  def squads
    @teams = Team.includes(:players, :sponsors).where("id > ?", after).order(:id).limit(per)
    render :index
  end

  # Names only; the squads have a page of their own now.
  def rosters
    teams = Team.includes(:players, :sponsors).order(:id).limit(per)
    render json: teams.map { |team| { id: team.id, name: team.name } }
  end
end
