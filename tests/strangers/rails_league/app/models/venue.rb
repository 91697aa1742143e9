class Venue < ApplicationRecord
  belongs_to :city
end
