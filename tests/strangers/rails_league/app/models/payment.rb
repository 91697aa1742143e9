class Payment < ApplicationRecord
  belongs_to :member
end
