class Sponsorship < ApplicationRecord
  belongs_to :team
  belongs_to :sponsor
end
