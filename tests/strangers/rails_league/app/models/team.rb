class Team < ApplicationRecord
  belongs_to :club
  has_many :players
  has_many :sponsorships
  has_many :sponsors, through: :sponsorships
end
