class ClubsController < ApplicationController
  def index
    @clubs = Club.order(:name, :id).limit(per)
    @sizes = @clubs.to_h { |club| [club.id, club.members.count] }
  end

  def sizes
    @clubs = Club.order(:name, :id).limit(per)
    @sizes = @clubs.to_h { |club| [club.id, club.members_count] }
    render :index
  end
end
