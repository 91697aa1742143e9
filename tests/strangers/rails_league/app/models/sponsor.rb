class Sponsor < ApplicationRecord
end
