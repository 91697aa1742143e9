ActiveRecord::Schema.define(version: 2024_03_01_000000) do
  create_table :cities do |t|
    t.string :name, null: false
  end

  create_table :venues do |t|
    t.string :name, null: false
    t.references :city, null: false
  end

  create_table :clubs do |t|
    t.string :name, null: false
    t.integer :members_count, null: false, default: 0
  end

  create_table :teams do |t|
    t.string :name, null: false
    t.references :club, null: false
  end

  create_table :sponsors do |t|
    t.string :name, null: false
  end

  create_table :sponsorships do |t|
    t.references :team, null: false
    t.references :sponsor, null: false
  end

  create_table :players do |t|
    t.string :name, null: false
    t.integer :shirt, null: false
    t.references :team, null: false
  end

  create_table :matches do |t|
    t.references :home_team, null: false
    t.references :away_team, null: false
    t.references :venue, null: false
    t.datetime :kicks_off_at, null: false
    t.index :kicks_off_at
  end

  create_table :goals do |t|
    t.references :match, null: false
    t.references :player, null: false
    t.integer :minute, null: false
    t.datetime :scored_at, null: false
    t.index :scored_at
  end

  create_table :members do |t|
    t.string :name, null: false
    t.string :email, null: false
    t.string :card, null: false
    t.boolean :youth, null: false, default: false
    t.references :club, null: false
    t.index :email, unique: true
    t.index :youth
  end

  create_table :payments do |t|
    t.references :member, null: false
    t.string :kind, null: false
    t.integer :cents, null: false
    t.date :paid_on, null: false
    t.index :paid_on
  end

  create_table :articles do |t|
    t.string :title, null: false
    t.string :author, null: false
    t.text :body, null: false
  end

  create_table :settings do |t|
    t.string :name, null: false
    t.string :value, null: false
    t.index :name, unique: true
  end
end
