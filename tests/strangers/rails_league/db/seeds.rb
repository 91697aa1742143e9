# The same rows every time; FACTOR multiplies their number.
factor = Integer(ENV.fetch("FACTOR", "1"))
random = Random.new(31)
last = %w[Almeida Braun Corrêa Dembélé Evans Fuchs Grønlund Horváth Ibáñez Jurić Keïta O'Hara]
words = %w[late goal win away home cup league coach young keeper season rain crowd captain draw derby]
busy_day = Time.utc(2024, 3, 1, 14)

text = ->(count) { Array.new(count) { words[random.rand(words.size)] }.join(" ") }
person = -> { "#{last[random.rand(last.size)]} #{last[random.rand(last.size)]}" }
moment = -> { Time.utc(2021, 1, 1) + random.rand(3 * 365 * 24 * 60) * 60 }
fill = lambda do |model, number, &row|
  Array.new(number) { |i| { id: i + 1, **row.call(i) } }.each_slice(1000) { |rows| model.insert_all!(rows) }
  number
end

cities = fill.call(City, 30) { |i| { name: "#{last[i % 12]}town #{i}" } }
venues = fill.call(Venue, 200) { |i| { name: "#{last[random.rand(12)]} Park #{i}", city_id: 1 + random.rand(cities) } }
clubs = fill.call(Club, 150) { |i| { name: "#{last[random.rand(12)]} Athletic #{i}" } }
teams = fill.call(Team, 300 * factor) { |i| { name: "#{last[random.rand(12)]} United #{i}", club_id: 1 + random.rand(clubs) } }
sponsors = fill.call(Sponsor, 60) { |i| { name: "#{last[random.rand(12)]} & Sons #{i}" } }
fill.call(Sponsorship, teams * 2) { |i| { team_id: 1 + i / 2, sponsor_id: 1 + (i * 7) % sponsors } }
players = fill.call(Player, teams * 11) { |i| { name: person.call, shirt: 1 + i % 11, team_id: 1 + (i * 13) % teams } }
matches = fill.call(Match, 2000 * factor) do |i|
  home = random.rand(teams)
  { home_team_id: 1 + home, away_team_id: 1 + (home + 1 + random.rand(teams - 1)) % teams, venue_id: 1 + random.rand(venues),
    kicks_off_at: moment.call }
end
fill.call(Goal, matches * 3) do |i|
  { match_id: 1 + i / 3, player_id: 1 + random.rand(players), minute: 1 + random.rand(90), scored_at: moment.call }
end
members = fill.call(Member, 2500 * factor) do |i|
  { name: [8, 88, 888].include?(i) ? "Quigley #{last[i % 12]}" : person.call, email: format("m%06d@mail.example", i),
    card: format("C%08d", 2500 * factor - i), youth: i % 8 == 0, club_id: 1 + random.rand(clubs) }
end
Club.update_all("members_count = (SELECT COUNT(*) FROM members WHERE members.club_id = clubs.id)")
fill.call(Payment, 4000 * factor) do |i|
  { member_id: i < 9 ? 1 : 1 + random.rand(members), kind: %w[fee shirt travel][i % 3], cents: 500 + random.rand(20_000),
    paid_on: i < 18 ? (busy_day.to_date + i / 3 % 3) : moment.call.to_date }
end
fill.call(Article, 150) { |i| { title: "#{text.call(4)} #{i}", author: person.call, body: text.call(1600) } }
fill.call(Setting, 2) { |i| { name: %w[currency season][i], value: %w[EUR 2024][i] } }
