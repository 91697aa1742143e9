-- Fills one dataset of the bookshop. Run it after sql/schema.sql in the same database while that is still empty:
--
--   SET @factor = 1;      -- 1, 4 or 16: the datasets x1, x4 and x16
--   SOURCE sql/seed.sql
--
-- Each "-- step: <name>" line begins a step that a driver may show as progress. The lines before the first step are
-- settings and sizes; a driver that opens a new session for each step must run them in each session. An interrupted
-- seeding can't be resumed: drop the database and start again.
--
-- Every machine gets the same rows: there is no clock, no RAND(), and no order that depends on the server. All randomness
-- comes from seed_number, which has four independent 32-bit numbers from MD5('<seed>:<n>') for each n. Idioms used below:
--   h.a % 7                                a uniform choice of seven
--   m * u * u DIV 1048576 DIV 1048576      with u = h.a DIV 4096 (20 bits): 0..m-1, low values far more often
--   1 + (i * 7919 + 4321) % m              shuffles 0..m-1 (7919 and m are coprime), so that the popular ones don't
--                                          have the lowest ids
-- Plain SQL for MariaDB 10.11 and MySQL 8. It needs no privileges beyond those on the database itself.

SET NAMES utf8mb4 /*M!100202 COLLATE utf8mb4_nopad_bin */ /*!80017 COLLATE utf8mb4_0900_bin */;
SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';
SET SESSION time_zone = '+00:00';
SET SESSION group_concat_max_len = 1000000;
-- Without this, INSERT ... SELECT locks each row it reads. Nobody else uses the database yet.
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
-- Foreign keys are correct by construction, so checking each one would only cost time. A test checks them.
SET SESSION foreign_key_checks = 0;
SET @seed = 20240229;
SET @authors = 1250 * @factor, @books = 10000 * @factor, @reviews = 30000 * @factor, @products = 25000 * @factor;
SET @documents = 640 * @factor, @customers = 2500 * @factor, @orders = 10000 * @factor;

-- step: numbers
CREATE TABLE seed_thousand (n INT NOT NULL, PRIMARY KEY (n)) ENGINE = InnoDB;
INSERT INTO seed_thousand (n)
WITH digit AS (
  SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9
)
SELECT hundreds.d * 100 + tens.d * 10 + ones.d AS n
  FROM digit AS hundreds CROSS JOIN digit AS tens CROSS JOIN digit AS ones
 ORDER BY n;

CREATE TABLE seed_number (
  n BIGINT NOT NULL,
  a BIGINT NOT NULL,
  b BIGINT NOT NULL,
  c BIGINT NOT NULL,
  d BIGINT NOT NULL,
  PRIMARY KEY (n)
) ENGINE = InnoDB;
INSERT INTO seed_number (n, a, b, c, d)
SELECT n,
       CAST(CONV(SUBSTRING(hash, 1, 8), 16, 10) AS SIGNED),
       CAST(CONV(SUBSTRING(hash, 9, 8), 16, 10) AS SIGNED),
       CAST(CONV(SUBSTRING(hash, 17, 8), 16, 10) AS SIGNED),
       CAST(CONV(SUBSTRING(hash, 25, 8), 16, 10) AS SIGNED)
  FROM (SELECT thousands.n * 1000 + ones.n + 1 AS n,
               MD5(CONCAT(@seed, ':', thousands.n * 1000 + ones.n + 1)) AS hash
          FROM seed_thousand AS thousands CROSS JOIN seed_thousand AS ones
         WHERE thousands.n < 30 * @factor) AS hashed
 ORDER BY n;

-- step: words
-- Every list has exactly as many words as the steps below choose from.
CREATE TABLE seed_given (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Ada", "Agnes", "Aiko", "Alma", "Amara", "Amélie", "Anaïs", "Andrzej", "Anouk", "António", "Arjun", "Asta",
  "Ayşe", "Beatriz", "Björn", "Branko", "Bruno", "Camila", "Carlos", "Céline", "Chiara", "Clara", "Dagny",
  "Daniela", "Darko", "Deniz", "Dimitri", "Dolores", "Edith", "Eero", "Elif", "Élodie", "Emeka", "Enzo", "Esra",
  "Esther", "Fátima", "Felix", "Fernanda", "Frida", "Gabriel", "Giulia", "Gonçalo", "Grace", "Greta", "Günter",
  "Hana", "Haruto", "Hélène", "Hugo", "Ibrahim", "Ingrid", "Inès", "Irena", "Ivo", "Jakub", "Jana", "Joaquín",
  "Jón", "Jürgen", "Kaja", "Karim", "Katarzyna", "Keiko", "Kofi", "Lars", "Léa", "Leyla", "Lucía", "Łucja", "Luka",
  "Magnus", "Mai", "Malik", "María", "Márta", "Mateo", "Mehmet", "Milena", "Naledi", "Nadia", "Niamh", "Nils",
  "Noor", "Olga", "Omar", "Oskar", "Øyvind", "Paula", "Pedro", "Petra", "Priya", "Rafael", "Rosa", "Ruth", "Samir"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_family (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Abara", "Achterberg", "Adeyinka", "Aalto", "Almqvist", "Andrade", "Arslan", "Åkesson", "Baptista", "Barančok",
  "Bellweather", "Benítez", "Bergström", "Bianchetti", "Björklund", "Blomfield", "Bouchardet", "Brannigan",
  "Brzozowski", "Çelikkol", "Castellane", "Ceballos", "Chikwanda", "Chowdhury", "Ciobanescu", "Cordeiro",
  "Corrigan", "Dąbrowicz", "Dalgaard", "Danjuma", "Delacroix-Petit", "Desmarais", "Dewinter", "Djurić", "Dobreva",
  "Drăgulescu", "Dubrovin", "Duarte", "Edelmann", "Eguchi", "Eklund", "Eriksdóttir", "Escudero", "Fairweather",
  "Falkenrath", "Farkasdi", "Fernsby", "Figueiroa", "Fontanarosa", "Fujikura", "Gallacher", "Garrigue", "Gellért",
  "Girardot", "Gonzálvez", "Grünwald", "Gudmundsen", "Gürbüz", "Halloran", "Hámori", "Haverkamp", "Hellström",
  "Hierro", "Holmgren", "Horváthy", "Huang-Lindt", "Ibáñez", "Ikwuemesi", "Ishimori", "Ivanova-Reyes", "Jabłonka",
  "Jankulovski", "Jóhannsdal", "Jovanov", "Kallio", "Kapadia", "Kavanagh", "Kerimoğlu", "Kjærgaard", "Koivisto",
  "Kowalczuk", "Křížek", "Kurosaki", "Lachance", "Laskaris", "Lindqvist", "Lønning", "Łukasiak", "MacAlastair",
  "Madueke", "Maeterhof", "Marchetti", "Mbeki-Stone", "Mészárosi", "Mikkelborg", "Moreau-Vidal", "Müllerin",
  "Nakahara", "Ndiaye", "Novotná", "Nwosuji", "Ó-Briain", "Okonjo", "Ólafsbur", "Ostrander", "Öztürkmen",
  "Pálfalvi", "Papadakou", "Pasquarelli", "Peñalosa", "Petrosyan", "Quintero", "Raghunath", "Rasmusdal",
  "Ribeirinho", "Rosenquist", "Rózsavölgy", "Saarinen", "Sandoval", "Šebestová", "Thorvaldur", "Tanninen",
  "Uzunova", "Valkenburgh", "Wójtowicka", "Yıldıran", "Zelenković", "Zsoldosi"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_adjective (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Amber", "Ancient", "Bitter", "Borrowed", "Brass", "Bright", "Broken", "Burning", "Careful", "Clockwork", "Cold",
  "Copper", "Crooked", "Distant", "Drowned", "Electric", "Empty", "Evening", "Faithful", "Fallen", "Familiar",
  "Forgotten", "Fragile", "Frozen", "Gentle", "Gilded", "Glass", "Golden", "Green", "Hidden", "Hollow", "Honest",
  "Hungry", "Invisible", "Iron", "Last", "Lonely", "Long", "Lost", "Midnight", "Modest", "Moonlit", "Narrow",
  "Nameless", "Northern", "Ordinary", "Painted", "Paper", "Patient", "Quiet", "Reluctant", "Restless", "Salted",
  "Scarlet", "Second", "Secret", "Silent", "Silver", "Slow", "Stubborn", "Twelfth", "Unfinished", "Velvet",
  "Wandering"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_noun (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Abacus", "Acorn", "Almanac", "Anchor", "Apple", "Archive", "Atlas", "Attic", "Balcony", "Ballad", "Barometer",
  "Basket", "Beacon", "Beehive", "Bell", "Bicycle", "Blueprint", "Bonfire", "Bridge", "Button", "Cabinet",
  "Calendar", "Candle", "Canal", "Caravan", "Carousel", "Cathedral", "Cellar", "Chair", "Chapel", "Chimney",
  "Clock", "Coast", "Comet", "Compass", "Cottage", "Crossing", "Cupboard", "Curtain", "Diary", "Door", "Drawer",
  "Echo", "Eclipse", "Engine", "Envelope", "Estuary", "Ferry", "Fever", "Field", "Fiddle", "Forest", "Fountain",
  "Frontier", "Garden", "Gate", "Glacier", "Glove", "Granary", "Guitar", "Harbour", "Harvest", "Hearth", "Hedge",
  "Hill", "Horizon", "Hourglass", "House", "Inheritance", "Island", "Journal", "Kettle", "Key", "Kitchen",
  "Ladder", "Lake", "Lamp", "Lantern", "Ledger", "Lemon", "Letter", "Library", "Lighthouse", "Lullaby", "Machine",
  "Map", "Market", "Meadow", "Mirror", "Monsoon", "Mountain", "Museum", "Needle", "Notebook", "Oak", "Observatory",
  "Ocean", "Olive", "Orchard", "Oven", "Parcel", "Pear", "Pendulum", "Photograph", "Piano", "Pier", "Promise",
  "Quarry", "Railway", "Raven", "River", "Road", "Salt", "Shadow", "Shore", "Silence", "Snow", "Station", "Storm",
  "Street", "Suitcase", "Tide", "Tower", "Umbrella", "Violin", "Window", "Winter", "Workshop"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_person (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Actuary", "Apothecary", "Apprentice", "Archivist", "Astronomer", "Baker", "Beekeeper", "Bookbinder", "Botanist",
  "Captain", "Caretaker", "Cartographer", "Cellist", "Chemist", "Clockmaker", "Collector", "Cook", "Courier",
  "Dancer", "Daughter", "Detective", "Diplomat", "Diver", "Dressmaker", "Engineer", "Ferryman", "Fisherman",
  "Forger", "Gardener", "Geologist", "Glassblower", "Grandmother", "Harpist", "Historian", "Housekeeper",
  "Illusionist", "Inspector", "Interpreter", "Judge", "Librarian", "Locksmith", "Magician", "Mapmaker",
  "Mathematician", "Midwife", "Miller", "Musician", "Neighbour", "Optician", "Painter", "Pilot", "Poet", "Potter",
  "Printer", "Saddler", "Sculptor", "Shepherd", "Signalman", "Stonemason", "Surveyor", "Tailor", "Translator",
  "Violinist", "Watchman"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_place (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Aarhus", "Accra", "Antwerp", "Asunción", "Athens", "Baku", "Bamako", "Bath", "Bergen", "Bogotá", "Bordeaux",
  "Bratislava", "Brașov", "Bruges", "Busan", "Cádiz", "Cairo", "Calabar", "Cartagena", "Coimbra", "Cork",
  "Curaçao", "Dakar", "Dubrovnik", "Düsseldorf", "Esbjerg", "Évora", "Fez", "Galway", "Gdańsk", "Genoa", "Ghent",
  "Girona", "Göteborg", "Graz", "Hà Nội", "Hobart", "Iași", "Innsbruck", "Isfahan", "İzmir", "Jaipur", "Kaunas",
  "Kigali", "Kobe", "København", "Kraków", "Kyiv", "La Paz", "Lagos", "León", "Lima", "Lisbon", "Ljubljana",
  "Łódź", "Lübeck", "Málaga", "Malmö", "Marrakesh", "Mérida", "Montréal", "Mostar", "Nairobi", "Naxos", "Niš",
  "Odesa", "Orkney", "Osaka", "Ostrava", "Palermo", "Pécs", "Plzeň", "Poznań", "Quito", "Reykjavík", "Riga",
  "São Paulo", "Sète", "Skopje", "Sligo", "Sofia", "Split", "Tallinn", "Tbilisi", "Thessaloniki", "Trieste",
  "Tromsø", "Turku", "Utrecht", "Valparaíso", "Vilnius", "Wrocław", "Yerevan", "Zadar", "Zagreb", "Zürich"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_verb (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Bake", "Borrow", "Bury", "Carry", "Catch", "Choose", "Cross", "Draw", "Find", "Fix", "Follow", "Forget",
  "Forgive", "Hide", "Keep", "Learn to Love", "Leave", "Lend", "Lose", "Mend", "Outlive", "Paint", "Plant", "Read",
  "Remember", "Return", "Save", "Sell", "Steal", "Teach", "Trust", "Wind"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_mood (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "ancient", "classic", "contemporary", "cosy", "dark", "early", "epic", "experimental", "family", "feminist",
  "forgotten", "historical", "illustrated", "island", "literary", "modern", "nordic", "political", "practical",
  "rural", "short", "translated", "urban", "visual", "young"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_genre (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "adventure", "art", "biography", "comedy", "cookery", "crime", "drama", "economics", "essays", "fables",
  "fantasy", "gardening", "ghost stories", "letters", "memoir", "music", "nature", "philosophy", "poetry",
  "science"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_colour (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Amber", "Black", "Blue", "Bottle Green", "Brick", "Charcoal", "Cherry", "Coral", "Cream", "Forest", "Grey",
  "Indigo", "Ivory", "Lilac", "Mint", "Mustard", "Navy", "Ochre", "Olive", "Rose", "Rust", "Sand", "Teal", "White"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_goods (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Bookend", "Bookmark", "Book Light", "Book Plate", "Book Stand", "Calendar", "Card Index", "Colouring Pencils",
  "Cushion", "Desk Lamp", "Diary", "Dust Jacket", "Eraser", "Fountain Pen", "Gift Card", "Globe", "Greeting Card",
  "Ink Bottle", "Jigsaw", "Leather Cover", "Magnifying Glass", "Mug", "Notebook", "Paper Knife", "Pencil Case",
  "Poster", "Reading Glasses", "Sketchbook", "Tea Towel", "Tote Bag", "Typewriter Ribbon", "Writing Set"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_opener (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Could not put it down.", "A slow start, then it flew.", "My third copy; I keep giving it away.",
  "Not what the cover promises.", "Bought for the train, finished at the kitchen table.",
  "Our reading group was split down the middle.", "Beautifully made book.", "I wanted to like it.",
  "The best I have read this year.", "Better than the last one.", "Long, and worth it.",
  "Too long by a hundred pages.", "A present from my sister.", "I came for the maps.", "Read it in one night.",
  "Heavy going.", "A quiet little book.", "Funny in places.", "My copy came with a bent corner.",
  "Five stars for the first half.", "Nothing much happens, wonderfully.", "Clear and to the point.",
  "I learnt a great deal.", "The print is far too small.", "An old favourite in a new jacket.",
  "Skip the introduction.", "It reads like a translation.", "Honest and well researched.", "I guessed the ending.",
  "I did not guess the ending.", "Good paper, poor glue.", "Every page a surprise."
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_middle (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "The chapters about the harbour are the heart of it.", "The people in it feel like neighbours.",
  "There are too many names to keep apart.", "The index alone is worth the price.", "I missed a list of sources.",
  "The dialogue rings true.", "Some chapters repeat what was said before.",
  "The middle sags, but the last part makes up for it.", "My children asked for it again and again.",
  "It made me late for work twice.", "The recipes work, even the odd ones.",
  "The author knows the place, and it shows.", "I marked something on nearly every page.",
  "The jokes have aged badly.", "The pictures are small and grey.", "It takes its time, and so should you.",
  "One can open it anywhere and start reading.", "The argument is stronger than the evidence.",
  "It is kinder than I expected.", "I would have liked a map.", "The weather is practically a character.",
  "The notes at the end are the best part.", "There is a fine passage about clocks.",
  "The footnotes wander off, and I was glad to follow.", "Half of it could have been a letter.",
  "It changed my mind about gardens.", "The sentences are short. They work.", "The ending comes too soon.",
  "The narrator is not to be trusted.", "I read parts of it aloud.", "It needs a second reading.",
  "The glossary helps."
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_closer (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "Recommended.", "Would buy again.", "Gave it to the library.", "Waiting for the next one.",
  "Three stars, perhaps four.", "Not for me.", "For patient readers.", "A fine gift.",
  "My copy is already falling apart.", "Read it before the film comes out.", "I shall read it again in winter.",
  "Ask at the counter, they know it.", "Delivery was quick.", "Borrow it first.", "Do not lend it to anyone.",
  "Enough said."
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

CREATE TABLE seed_sentence (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB
SELECT list.n, list.word FROM JSON_TABLE('[
  "The harbour was rebuilt in the year after the flood, and the ledgers were begun again from memory.",
  "Nobody who kept a diary at the time thought the matter worth more than a line.",
  "What survives is a list of names, a map without a scale, and eleven letters.",
  "The price of paper doubled between the spring and the autumn.",
  "It is easy to mistake the order in which things were written down for the order in which they happened.",
  "The second edition corrects the dates and adds a chapter that few readers have asked for.",
  "In the north the same word is used for a bridge and for a promise.",
  "Three of the five witnesses had left the town before the hearing.",
  "The method is simple: count what can be counted, and say plainly what cannot.",
  "A clock that is right twice a day is still consulted, provided that it hangs above the door.",
  "The archive holds four boxes on the subject, one of them empty.",
  "Whoever drew the plan had never seen the river in winter.",
  "The inventory mentions a café, two chapels and a weighing house.",
  "Each spring the road had to be found again.",
  "The committee met on Thursdays and agreed on nothing until the money ran out.",
  "By then the library had moved twice and lost its catalogue once.",
  "There is no evidence that the tower was ever finished.",
  "Travellers complained of the coffee and praised the bread.",
  "The figures in the table are those of the society and have been left as they stand.",
  "A copy was sent to Zürich, where it was bound with the wrong index.",
  "The orchard was planted in rows of seven, for reasons that were never explained.",
  "Most of the letters are short, and most of them ask for something.",
  "The engine ran for nineteen years without a name.",
  "On this point the sources disagree, and the author has taken the dull view.",
  "The printing house closed its doors and opened its windows.",
  "It was the custom to read the accounts aloud once a year.",
  "What the surveyor called a hill the farmers called a mistake.",
  "The ferry crossed at noon whether or not there was anyone to carry.",
  "Later writers copied the error, each improving it a little.",
  "The door is on the left as one comes from the market.", "Of the original drawings only the margins remain.",
  "So ends the first notebook, and with it the handwriting we know."
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

-- step: countries and shipping rates
INSERT INTO country (id, code, name)
SELECT list.n, SUBSTRING(list.word, 1, 2), SUBSTRING(list.word, 4) FROM JSON_TABLE('[
  "AL Albania", "DZ Algeria", "AO Angola", "AR Argentina", "AM Armenia", "AU Australia", "AT Austria",
  "AZ Azerbaijan", "BD Bangladesh", "BY Belarus", "BE Belgium", "BJ Benin", "BT Bhutan", "BO Bolivia",
  "BA Bosnia and Herzegovina", "BW Botswana", "BR Brazil", "BG Bulgaria", "KH Cambodia", "CM Cameroon",
  "CA Canada", "CL Chile", "CN China", "CO Colombia", "CR Costa Rica", "CI Côte d’Ivoire", "HR Croatia", "CU Cuba",
  "CW Curaçao", "CY Cyprus", "CZ Czechia", "DK Denmark", "DO Dominican Republic", "EC Ecuador", "EG Egypt",
  "SV El Salvador", "EE Estonia", "ET Ethiopia", "FI Finland", "FR France", "GE Georgia", "DE Germany", "GH Ghana",
  "GR Greece", "GT Guatemala", "GN Guinea", "HT Haiti", "HN Honduras", "HU Hungary", "IS Iceland", "IN India",
  "ID Indonesia", "IR Iran", "IQ Iraq", "IE Ireland", "IL Israel", "IT Italy", "JM Jamaica", "JP Japan",
  "JO Jordan", "KZ Kazakhstan", "KE Kenya", "KR Korea", "KW Kuwait", "LV Latvia", "LB Lebanon", "LT Lithuania",
  "LU Luxembourg", "MG Madagascar", "MY Malaysia", "ML Mali", "MT Malta", "MU Mauritius", "MX Mexico",
  "MD Moldova", "MN Mongolia", "ME Montenegro", "MA Morocco", "MZ Mozambique", "NA Namibia", "NP Nepal",
  "NL Netherlands", "NZ New Zealand", "NI Nicaragua", "NG Nigeria", "MK North Macedonia", "NO Norway",
  "PK Pakistan", "PA Panama", "PY Paraguay", "PE Peru", "PH Philippines", "PL Poland", "PT Portugal", "RE Réunion",
  "RO Romania", "RW Rwanda", "ST São Tomé and Príncipe", "SA Saudi Arabia", "SN Senegal", "RS Serbia",
  "SG Singapore", "SK Slovakia", "SI Slovenia", "ZA South Africa", "ES Spain", "LK Sri Lanka", "SE Sweden",
  "CH Switzerland", "TZ Tanzania", "TH Thailand", "TT Trinidad & Tobago", "TN Tunisia", "TR Türkiye", "UG Uganda",
  "UA Ukraine", "GB United Kingdom", "UY Uruguay", "VN Vietnam", "ZM Zambia"
]', '$[*]' COLUMNS (n FOR ORDINALITY, word VARCHAR(200) CHARACTER SET utf8mb4 PATH '$')) AS list;

INSERT INTO shipping_rate (zone, up_to_grams, price)
VALUES ('domestic', 500, 1.90), ('domestic', 1000, 2.90), ('domestic', 2000, 4.90), ('domestic', 5000, 6.90),
       ('neighbours', 500, 3.90), ('neighbours', 1000, 5.90), ('neighbours', 2000, 8.90), ('neighbours', 5000, 12.90),
       ('continent', 500, 4.90), ('continent', 1000, 7.90), ('continent', 2000, 11.90), ('continent', 5000, 17.90),
       ('overseas', 500, 7.90), ('overseas', 1000, 12.90), ('overseas', 2000, 21.90), ('overseas', 5000, 44.90),
       ('islands', 500, 4.90), ('islands', 1000, 6.90), ('islands', 2000, 9.90), ('islands', 5000, 14.90);

-- step: awkward names
-- Names from real data that break pages. They are used in order, so each list starts with the worst.
CREATE TABLE seed_awkward_author (n INT NOT NULL PRIMARY KEY, word VARCHAR(200) NOT NULL)
  ENGINE = InnoDB;
INSERT INTO seed_awkward_author (n, word) VALUES
  (1, 'Siobhán O''Brannigan'),
  (2, 'Bryce & Bryce <Agents>'),
  (3, 'x😉y𠜎z'),
  (4, 'Maximilian "Max" Underhill'),
  (5, 'ليلى السمّان'),
  (6, 'D''Arcy d''Estournelle-O''Hara'),
  (7, '</td><script>alert(1)</script>'),
  (8, '佐々木 𠮷野'),
  (9, '{{name}}'),
  (10, 'Ze''ev בן־הרא״ש'),
  (11, 'Null'),
  (12, '李'),
  (13, 'Þórunn Ægisdóttir-Ñandú'),
  (14, '100% Anonymous_'),
  (15, CONCAT('Jose', CONVERT(UNHEX('CC81') USING utf8mb4), ' Decomposed')),  -- e and a combining accent
  (16, 'José Decomposed'),
  (17, '-1'),
  (18, 'Dr. Åsa Ö., Jr.'),
  (19, CONCAT('A', CHAR(92 USING utf8mb4), 'B', CHAR(92 USING utf8mb4), 'n Backslash')),
  (20, 'Владимир Щукин-Ёлкин'),
  (21, 'Robert''); DROP TABLE author;--'),
  (22, '👩‍👩‍👧‍👦 Collective'),
  (23, '=HYPERLINK("x","y")'),
  (24, RPAD('Wolfeschlegelstein', 200, 'hausenbergerdorff'));

CREATE TABLE seed_awkward_title (n INT NOT NULL PRIMARY KEY, word VARCHAR(255) NOT NULL)
  ENGINE = InnoDB;
INSERT INTO seed_awkward_title (n, word) VALUES
  (1, 'Tom''s & Anna''s "Great" <Day>'),
  (2, '=1+1'),
  (3, 'Ça, c''est l''été: œuvres choisies'),
  (4, '🚀 To the Moon'),
  (5, 'x😉y𠜎z'),
  (6, 'مئة ليلة في القاهرة'),
  (7, '<b>Bold</b> Moves'),
  (8, '-Minus'),
  (9, '+Plus'),
  (10, '@Home'),
  (11, '{{title}} & {{{body}}}'),
  (12, '100% Sure_'),
  (13, CONCAT('C:', CHAR(92 USING utf8mb4), 'New Folder', CHAR(92 USING utf8mb4), 'table')),
  (14, '東京の猫と𩸽'),
  (15, '1984½'),
  (16, '"Quoted, with a comma"'),
  (17, 'ספר קטן (in English)'),
  (18, '</script><script>alert("x")</script>'),
  (19, 'A'),
  (20, '0'),
  (21, 'Semi;colon, comma, and ''apostrophe'''),
  (22, 'Größenwahn in Łódź'),
  (23, CONCAT('Line', CONVERT(UNHEX('E280A8') USING utf8mb4), 'Separator')),  -- U+2028
  (24, '👨‍👩‍👧 Family Recipes'),
  (25, 'NULL'),
  (26, 'Zażółć gęślą jaźń'),
  (27, '/../etc/?q=%00&#38;'),
  (28, CONCAT('Cafe', CONVERT(UNHEX('CC81') USING utf8mb4))),
  (29, 'Café'),
  (30, 'true'),
  (31, RPAD('The Long and Winding Account of ', 255, 'One Thing after Another and ')),
  (32, REPEAT('📚', 255));

CREATE TABLE seed_awkward_review (n INT NOT NULL PRIMARY KEY, word VARCHAR(500) NOT NULL)
  ENGINE = InnoDB;
INSERT INTO seed_awkward_review (n, word) VALUES
  (1, CONCAT('First line.', CHAR(10 USING utf8mb4), 'Second line, "quoted", and a comma.')),
  (2, 'x😉y𠜎z'),
  (3, ''),
  (4, '<img src=x onerror=alert(1)> & <b>bold</b>'),
  (5, '=cmd|'' /C calc''!A0'),
  (6, CONCAT('Windows wrote this.', CHAR(13, 10 USING utf8mb4), 'Twice.')),
  (7, 'كتاب رائع! 10/10'),
  (8, '👍👍🏽👍🏿'),
  (9, CONCAT('Tab', CHAR(9 USING utf8mb4), 'and back', CHAR(92 USING utf8mb4), 'slash')),
  (10, 'L''œuvre n''est pas d''un naïf: {{{éblouissant}}}'),
  (11, RPAD('So long a review. ', 500, 'And another thing. ')),
  (12, REPEAT('👏', 500));

-- step: publishers and tags
INSERT INTO publisher (id, name, country_id)
SELECT h.n,
       CASE WHEN h.n % 83 = 7 THEN CONCAT(family.word, ' & Söhne <', place.word, '>')
            WHEN h.n % 97 = 11 THEN CONCAT('L''Atelier de ', place.word, ' 📖')
            ELSE CASE h.b % 7
                   WHEN 0 THEN CONCAT(family.word, ' & ', second.word)
                   WHEN 1 THEN CONCAT(place.word, ' University Press')
                   WHEN 2 THEN CONCAT(adjective.word, ' ', noun.word, ' Books')
                   WHEN 3 THEN CONCAT(family.word, ' Verlag')
                   WHEN 4 THEN CONCAT('Éditions ', place.word)
                   WHEN 5 THEN CONCAT('The ', noun.word, ' Press')
                   ELSE CONCAT(noun.word, ' House')
                 END
       END,
       1 + 120 * (h.a DIV 4096) * (h.a DIV 4096) DIV 1048576 DIV 1048576
  FROM seed_number AS h
  STRAIGHT_JOIN seed_family AS family ON family.n = 1 + h.b DIV 7 % 128
  STRAIGHT_JOIN seed_family AS second ON second.n = 1 + h.c % 128
  STRAIGHT_JOIN seed_place AS place ON place.n = 1 + h.c DIV 128 % 96
  STRAIGHT_JOIN seed_adjective AS adjective ON adjective.n = 1 + h.d % 64
  STRAIGHT_JOIN seed_noun AS noun ON noun.n = 1 + h.d DIV 64 % 128
 WHERE h.n <= 1000
 ORDER BY h.n;

-- 25 moods times 20 genres are 500 names; twelve of them are replaced with awkward ones.
INSERT INTO tag (id, name)
SELECT h.n,
       CASE h.n
         WHEN 3 THEN 'sci-fi & fantasy'
         WHEN 5 THEN 'C++'
         WHEN 17 THEN 'rock ''n'' roll'
         WHEN 46 THEN '#unhashed'
         WHEN 91 THEN 'émigré'
         WHEN 137 THEN '🚀 space'
         WHEN 169 THEN '<html>'
         WHEN 214 THEN '"scare quotes"'
         WHEN 260 THEN 'ملحمة'
         WHEN 292 THEN '50% off'
         WHEN 383 THEN '{{tag}}'
         WHEN 500 THEN '推理小説𠮟'
         ELSE CONCAT(mood.word, ' ', genre.word)
       END
  FROM seed_number AS h
  STRAIGHT_JOIN seed_mood AS mood ON mood.n = 1 + (h.n - 1) % 25
  STRAIGHT_JOIN seed_genre AS genre ON genre.n = 1 + (h.n - 1) DIV 25
 WHERE h.n <= 500
 ORDER BY h.n;

-- step: authors
INSERT INTO author (id, name, country_id, born)
SELECT h.n,
       CASE WHEN h.n % 29 = 5 THEN awkward.word
            WHEN h.c % 5 = 0 THEN CONCAT(given.word, ' ', SUBSTRING(middle.word, 1, 1), '. ', family.word)
            ELSE CONCAT(given.word, ' ', family.word)
       END,
       1 + 120 * (h.b DIV 4096) * (h.b DIV 4096) DIV 1048576 DIV 1048576,
       1915 + h.d % 81
  FROM seed_number AS h
  STRAIGHT_JOIN seed_awkward_author AS awkward ON awkward.n = 1 + h.n DIV 29 % 24
  STRAIGHT_JOIN seed_given AS given ON given.n = 1 + h.a % 96
  STRAIGHT_JOIN seed_given AS middle ON middle.n = 1 + h.c DIV 5 % 96
  STRAIGHT_JOIN seed_family AS family ON family.n = 1 + h.a DIV 96 % 128
 WHERE h.n <= @authors
 ORDER BY h.n;

-- step: customers
INSERT INTO customer (id, name, email, country_id)
SELECT h.n,
       CASE WHEN h.n % 31 = 7 THEN awkward.word ELSE CONCAT(given.word, ' ', family.word) END,
       CONCAT('reader', h.n, '@', ELT(1 + h.d % 4, 'example.com', 'example.org', 'example.net', 'mail.example')),
       1 + 120 * (h.c DIV 4096) * (h.c DIV 4096) DIV 1048576 DIV 1048576
  FROM seed_number AS h
  STRAIGHT_JOIN seed_awkward_author AS awkward ON awkward.n = 1 + h.n DIV 31 % 24
  STRAIGHT_JOIN seed_given AS given ON given.n = 1 + h.b % 96
  STRAIGHT_JOIN seed_family AS family ON family.n = 1 + h.b DIV 96 % 128
 WHERE h.n <= @customers
 ORDER BY h.n;

-- step: sessions
-- Each customer has one that never expires, except every 131st customer, whose session has ended. The token is derived from
-- the id so that tests and measurements can sign in; none of this is secret.
INSERT INTO session (token, customer_id, expires_at, last_seen_at, requests_per_minute)
SELECT MD5(CONCAT(@seed, ':session:', h.n)), h.n,
       IF(h.n % 131 = 0, TIMESTAMP '2025-12-31 00:00:00.000000', TIMESTAMP '2099-12-31 00:00:00.000000'),
       TIMESTAMP '2025-12-31 00:00:00.000000',
       IF(h.n % 193 = 0, 5, 1000000)
  FROM seed_number AS h
 WHERE h.n <= @customers
 ORDER BY h.n;

INSERT INTO customer_permission (customer_id, permission)
SELECT h.n, allowed.permission
  FROM seed_number AS h
  JOIN (SELECT 'products.read' AS permission, 10 AS ring, 1 AS low, 9 AS high
        UNION ALL SELECT 'stock.read', 3, 1, 1
        UNION ALL SELECT 'reviews.write', 2, 1, 1
        UNION ALL SELECT 'wishlist.write', 1, 0, 0
        UNION ALL SELECT 'orders.refund', 50, 1, 1) AS allowed
    ON h.n % allowed.ring BETWEEN allowed.low AND allowed.high
 WHERE h.n <= @customers
 ORDER BY h.n, allowed.permission;

INSERT INTO feature_flag (name, share)
VALUES ('delivery-promise', 50), ('dark-checkout', 0), ('gift-wrapping', 100), ('new-search', 25), ('price-history', 10),
       ('quick-reorder', 0), ('reading-list', 100), ('review-photos', 75), ('stock-exact', 100), ('swap-shelf', 5);

-- step: reviews
-- A few books have hundreds of reviews, many have one or two, some none. Later ids have later times, and reviews get more
-- frequent; every eighth review has the same time as the one before it.
INSERT INTO review (id, book_id, customer_id, rating, body, created_at)
SELECT made.n, made.book_id, made.customer_id,
       CASE WHEN made.score < 10 THEN 1 WHEN made.score < 22 THEN 2 WHEN made.score < 42 THEN 3
            WHEN made.score < 72 THEN 4 ELSE 5 END,
       CASE WHEN made.n % 41 = 3 THEN awkward.word
            ELSE CONCAT_WS(' ', opener.word, middle.word, IF(made.c % 3 = 0, other.word, NULL), closer.word)
       END,
       TIMESTAMPADD(MICROSECOND, made.tick * 137 % 1000000,
         TIMESTAMPADD(SECOND, made.tick * 7 % 60,
           TIMESTAMPADD(MINUTE, 1578239 * made.tick * (3 * @reviews - made.tick) DIV (2 * @reviews * @reviews),
                        TIMESTAMP '2023-01-01 00:00:00.000000')))
  FROM (SELECT h.n, h.c, h.d,
               IF(h.n % 8 = 0, h.n - 1, h.n) AS tick,
               1 + (@books * (h.a DIV 4096) * (h.a DIV 4096) DIV 1048576 DIV 1048576 * 7919 + 4321) % @books AS book_id,
               1 + (@customers * (h.b DIV 4096) * (h.b DIV 4096) DIV 1048576 DIV 1048576 * 7919 + 997) % @customers
                 AS customer_id,
               h.d % 100 + (1 + (@books * (h.a DIV 4096) * (h.a DIV 4096) DIV 1048576 DIV 1048576 * 7919 + 4321)
                            % @books) * 37 % 41 - 15 AS score
          FROM seed_number AS h
         WHERE h.n <= @reviews) AS made
  STRAIGHT_JOIN seed_awkward_review AS awkward ON awkward.n = 1 + made.n DIV 41 % 12
  STRAIGHT_JOIN seed_opener AS opener ON opener.n = 1 + made.c DIV 3 % 32
  STRAIGHT_JOIN seed_middle AS middle ON middle.n = 1 + made.c DIV 96 % 32
  STRAIGHT_JOIN seed_middle AS other ON other.n = 1 + (made.c DIV 96 + 7) % 32
  STRAIGHT_JOIN seed_closer AS closer ON closer.n = 1 + made.d DIV 100 % 16
 ORDER BY made.n;

-- step: books by author
-- The number of books per author: of a hundred authors about ten have none, 45 one, 25 two to five, 15 up to 25, four
-- or five up to 110; one of two hundred has 150 to 500. The books are then shuffled, so that an author's books are spread
-- over all ids, and the first @books of them are kept.
CREATE TABLE seed_book (
  book_id      BIGINT NOT NULL,
  author_id    BIGINT NOT NULL,
  PRIMARY KEY (book_id)
) ENGINE = InnoDB;
INSERT INTO seed_book (book_id, author_id)
SELECT shuffled.book_id, shuffled.author_id
  FROM (SELECT ROW_NUMBER() OVER (ORDER BY (quota.a % 1073741824) * (2 * (copy.b DIV 4) + 1) % 4294967296,
                                           quota.n, copy.n) AS book_id,
               quota.n AS author_id
          FROM (SELECT h.n, h.a,
                       CASE WHEN h.n * 617 % 1000 < 100 THEN 0
                            WHEN h.n * 617 % 1000 < 550 THEN 1
                            WHEN h.n * 617 % 1000 < 800 THEN 2 + h.c % 4
                            WHEN h.n * 617 % 1000 < 950 THEN 6 + h.c % 20
                            WHEN h.n * 617 % 1000 < 995 THEN 26 + h.c % 85
                            ELSE 150 + h.c % 351
                       END AS books
                  FROM seed_number AS h
                 WHERE h.n <= @authors) AS quota
          JOIN seed_number AS copy ON copy.n <= 500 AND copy.n <= quota.books) AS shuffled
 WHERE shuffled.book_id <= @books
 ORDER BY shuffled.book_id;

-- step: books
-- Authors publish between the ages of 21 and 75, from 1950 to 2025, more often in later years, and two thirds of their
-- books with the same publisher.
INSERT INTO book (id, title, author_id, publisher_id, year, price, rating)
SELECT h.n,
       CASE WHEN h.n % 37 = 7 THEN awkward.word
            ELSE CASE h.b % 11
                   WHEN 0 THEN CONCAT('The ', adjective.word, ' ', noun.word)
                   WHEN 1 THEN CONCAT('The ', noun.word, ' of ', place.word)
                   WHEN 2 THEN CONCAT('The ', noun.word, ' and the ', other.word)
                   WHEN 3 THEN CONCAT('The ', person.word, '''s ', noun.word)
                   WHEN 4 THEN CONCAT(place.word, ': A History in ', 3 + h.d DIV 7 % 40, ' Chapters')
                   WHEN 5 THEN CONCAT('How to ', verb.word, ' the ', noun.word)
                   WHEN 6 THEN CONCAT('The ', adjective.word, ' ', noun.word, ' of ', place.word)
                   WHEN 7 THEN CONCAT(noun.word, ', ', other.word, ', ', place.word)
                   WHEN 8 THEN CONCAT('Letters from ', place.word)
                   WHEN 9 THEN CONCAT(adjective.word, ' ', noun.word)
                   ELSE CONCAT('The ', person.word, ' of ', place.word)
                 END
       END,
       author.id,
       1 + (1000 * (publishing.c DIV 4096) * (publishing.c DIV 4096) DIV 1048576 DIV 1048576 * 389 + 57) % 1000,
       LEAST(2025, author.born + 75)
         - (LEAST(2025, author.born + 75) - GREATEST(1950, author.born + 21) + 1)
           * (h.c % 1024) * (h.c % 1024) DIV 1048576,
       CASE WHEN h.d % 500 = 0 THEN 0
            WHEN h.d % 499 = 1 THEN 95000 + h.b % 5000 * 100
            ELSE 400 + 100 * (40 * (h.d DIV 4096) * (h.d DIV 4096) DIV 1048576 DIV 1048576)
                 + CAST(ELT(1 + h.d % 6, 99, 99, 95, 50, 0, 25) AS SIGNED)
       END / 100,
       (200 * rated.total + rated.reviews) DIV (2 * rated.reviews) / 100
  FROM seed_number AS h
  STRAIGHT_JOIN seed_book AS slot ON slot.book_id = h.n
  STRAIGHT_JOIN author ON author.id = slot.author_id
  STRAIGHT_JOIN seed_number AS publishing ON publishing.n = IF(h.a % 3 = 0, h.n, slot.author_id)
  STRAIGHT_JOIN seed_awkward_title AS awkward ON awkward.n = 1 + h.n DIV 37 % 32
  STRAIGHT_JOIN seed_adjective AS adjective ON adjective.n = 1 + h.a % 64
  STRAIGHT_JOIN seed_noun AS noun ON noun.n = 1 + h.a DIV 64 % 128
  STRAIGHT_JOIN seed_noun AS other ON other.n = 1 + h.a DIV 8192 % 128
  STRAIGHT_JOIN seed_place AS place ON place.n = 1 + h.b DIV 11 % 96
  STRAIGHT_JOIN seed_person AS person ON person.n = 1 + h.b DIV 1056 % 64
  STRAIGHT_JOIN seed_verb AS verb ON verb.n = 1 + h.b DIV 67584 % 32
  LEFT JOIN (SELECT book_id, COUNT(*) AS reviews, SUM(rating) AS total FROM review GROUP BY book_id) AS rated
    ON rated.book_id = h.n
 WHERE h.n <= @books
 ORDER BY h.n;

-- step: tags of books
-- Three to eight different tags per book: the k-th comes from the tags with ids of the same remainder modulo eight.
-- (The constant bound on copy.n, here and above, keeps the server from joining whole tables.)
INSERT INTO book_tag (book_id, tag_id)
SELECT drawn.book_id,
       1 + (8 * (62 * drawn.u * drawn.u DIV 1048576 DIV 1048576) + (drawn.a + drawn.k) % 8) * 123 % 500
  FROM (SELECT h.n AS book_id, h.a, copy.n AS k,
               (h.c % 1073741824) * (2 * (copy.d DIV 4) + 1) % 4294967296 DIV 4096 AS u
          FROM seed_number AS h
          STRAIGHT_JOIN seed_number AS copy ON copy.n <= 8 AND copy.n <= 3 + h.b % 6
         WHERE h.n <= @books) AS drawn
 ORDER BY drawn.book_id;

-- step: products
-- A SKU is XX-CCCC-NN: department, family, member. Families of 8, 12 and 20 follow each other, so a family's prefix
-- finds the same few rows in every dataset, while the families' codes are in no particular order.
INSERT INTO product (id, sku, name, price, stock, version, updated_at)
SELECT made.n,
       CONCAT(ELT(1 + made.family % 6, 'NB', 'PN', 'MG', 'BG', 'PR', 'GF'), '-',
              LPAD(CONV((made.family * 1000003 + 77) % 1679616, 10, 36), 4, '0'), '-', LPAD(made.member, 2, '0')),
       CASE WHEN made.n % 211 = 9 THEN CONCAT('"', adjective.word, '" ', goods.word, ' & <more> – l''édition ☕')
            ELSE CONCAT(adjective.word, ' ', goods.word, ', ', colour.word)
       END,
       (100 + made.a % 60 * 100 + CAST(ELT(1 + made.b % 4, 99, 49, 0, 50) AS SIGNED)) / 100,
       IF(made.b % 9 = 0, 0, made.b DIV 9 % 250),
       1 + made.c % 5,
       TIMESTAMPADD(SECOND, made.c DIV 5 % 1096 * 86400 + IF(made.d % 4 = 0, 0, made.d % 86400),
                    TIMESTAMP '2023-01-01 00:00:00.000000')
  FROM (SELECT h.n, h.a, h.b, h.c, h.d,
               3 * ((h.n - 1) DIV 40) + CASE WHEN (h.n - 1) % 40 < 8 THEN 0 WHEN (h.n - 1) % 40 < 20 THEN 1 ELSE 2 END
                 AS family,
               1 + (h.n - 1) % 40
                 - CASE WHEN (h.n - 1) % 40 < 8 THEN 0 WHEN (h.n - 1) % 40 < 20 THEN 8 ELSE 20 END AS member
          FROM seed_number AS h
         WHERE h.n <= @products) AS made
  STRAIGHT_JOIN seed_number AS line ON line.n = 1 + made.family
  STRAIGHT_JOIN seed_adjective AS adjective ON adjective.n = 1 + line.a % 64
  STRAIGHT_JOIN seed_goods AS goods ON goods.n = 1 + line.a DIV 64 % 32
  STRAIGHT_JOIN seed_colour AS colour ON colour.n = 1 + (line.b + made.member) % 24
 ORDER BY made.n;

-- step: indexed products
INSERT INTO indexed_product (id, sku, name, price, stock, version, updated_at)
SELECT id, sku, name, price, stock, version, updated_at FROM product ORDER BY id;

-- step: documents
-- 64 paragraphs of over 2 KB; each document contains nine of them.
CREATE TABLE seed_paragraph (n INT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (n))
  ENGINE = InnoDB;
INSERT INTO seed_paragraph (n, word)
SELECT h.n,
       GROUP_CONCAT(sentence.word
                    ORDER BY (h.a % 1073741824) * (2 * (copy.b DIV 4) + 1) % 4294967296, copy.n SEPARATOR ' ')
  FROM seed_number AS h
  STRAIGHT_JOIN seed_number AS copy ON copy.n <= 30
  STRAIGHT_JOIN seed_sentence AS sentence ON sentence.n = 1 + (h.b + copy.c) % 32
 WHERE h.n <= 64
 GROUP BY h.n
 ORDER BY h.n;
INSERT INTO document (id, title, author_id, year, body)
SELECT h.n,
       CASE WHEN h.n % 37 = 7 THEN awkward.word
            ELSE CONCAT('Notes on the ', adjective.word, ' ', noun.word,
                        ELT(1 + h.b % 3, '', ', revised', ', part two'))
       END,
       1 + (@authors * (h.c DIV 4096) * (h.c DIV 4096) DIV 1048576 DIV 1048576 * 7919 + 311) % @authors,
       1990 + h.d % 36,
       LEFT(CONCAT_WS(CHAR(10, 10 USING utf8mb4), p1.word, p2.word, p3.word, p4.word, p5.word, p6.word, p7.word,
                      p8.word, p9.word), 16000)
  FROM seed_number AS h
  STRAIGHT_JOIN seed_awkward_title AS awkward ON awkward.n = 1 + h.n DIV 37 % 32
  STRAIGHT_JOIN seed_adjective AS adjective ON adjective.n = 1 + h.a % 64
  STRAIGHT_JOIN seed_noun AS noun ON noun.n = 1 + h.a DIV 64 % 128
  STRAIGHT_JOIN seed_paragraph AS p1 ON p1.n = 1 + h.a % 64
  STRAIGHT_JOIN seed_paragraph AS p2 ON p2.n = 1 + h.a DIV 64 % 64
  STRAIGHT_JOIN seed_paragraph AS p3 ON p3.n = 1 + h.a DIV 4096 % 64
  STRAIGHT_JOIN seed_paragraph AS p4 ON p4.n = 1 + h.b % 64
  STRAIGHT_JOIN seed_paragraph AS p5 ON p5.n = 1 + h.b DIV 64 % 64
  STRAIGHT_JOIN seed_paragraph AS p6 ON p6.n = 1 + h.b DIV 4096 % 64
  STRAIGHT_JOIN seed_paragraph AS p7 ON p7.n = 1 + h.c % 64
  STRAIGHT_JOIN seed_paragraph AS p8 ON p8.n = 1 + h.c DIV 64 % 64
  STRAIGHT_JOIN seed_paragraph AS p9 ON p9.n = 1 + h.d % 64
 WHERE h.n <= @documents
 ORDER BY h.n;

-- step: orders
-- Three years, with threefold growth. Every tenth order came from a partner and was booked on Sunday at six. All data are
-- before 2026.
INSERT INTO customer_order (id, customer_id, placed_at, status, recorded_at)
SELECT made.n, made.customer_id, made.placed_at,
       CASE WHEN made.b % 25 = 0 THEN 'cancelled' WHEN made.b % 25 = 1 THEN 'returned'
            WHEN made.n * 100 > @orders * 99 THEN 'paid'
            WHEN made.n * 100 > @orders * 97 THEN 'shipped' ELSE 'delivered' END,
       made.placed_at
  FROM (SELECT timed.n, timed.b,
               1 + (@customers * (timed.a DIV 4096) * (timed.a DIV 4096) DIV 1048576 DIV 1048576 * 7919 + 997)
                 % @customers AS customer_id,
               IF(timed.c % 10 = 0,
                  TIMESTAMPADD(SECOND, timed.second DIV 604800 * 604800 + 21600,
                               TIMESTAMP '2023-01-01 00:00:00.000000'),
                  TIMESTAMPADD(MICROSECOND, timed.c % 1000000,
                               TIMESTAMPADD(SECOND, timed.second, TIMESTAMP '2023-01-01 00:00:00.000000'))) AS placed_at
          FROM (SELECT h.n, h.a, h.b, h.c,
                       94694399 * h.n * (3 * @orders - h.n) DIV (2 * @orders * @orders) AS second
                  FROM seed_number AS h
                 WHERE h.n <= @orders) AS timed) AS made
 ORDER BY made.n;

-- step: order items
-- Sixteen consecutive orders share 48 items, one to eight each, in one of sixteen arrangements. seed_basket says which of
-- the sixteen orders an item belongs to.
CREATE TABLE seed_basket (
  arrangement INT NOT NULL,
  item        INT NOT NULL,
  place       INT NOT NULL,
  PRIMARY KEY (arrangement, item)
) ENGINE = InnoDB;
INSERT INTO seed_basket (arrangement, item, place)
SELECT sized.arrangement,
       ROW_NUMBER() OVER (PARTITION BY sized.arrangement ORDER BY sized.place, copy.n) - 1,
       sized.place
  FROM (SELECT arrangements.n - 1 AS arrangement, places.n - 1 AS place,
               CAST(ELT(1 + ((places.n - 1) * 5 + (arrangements.n - 1) * 7) % 16,
                        1, 1, 2, 3, 1, 2, 5, 8, 1, 2, 3, 4, 1, 6, 2, 6) AS SIGNED) AS items
          FROM seed_number AS arrangements CROSS JOIN seed_number AS places
         WHERE arrangements.n <= 16 AND places.n <= 16) AS sized
  JOIN seed_number AS copy ON copy.n <= 8 AND copy.n <= sized.items;

-- Seven of ten sales follow the all-time favourites, three those of their quarter.
INSERT INTO order_item (id, order_id, book_id, quantity, price)
SELECT picked.n, picked.order_id, book.id, picked.quantity,
       IF(picked.c % 10 = 0, (9 * CAST(book.price * 100 AS SIGNED) + 5) DIV 10 / 100, book.price)
  FROM (SELECT line.n, placed.id AS order_id, h.c,
               CASE WHEN h.d % 20 = 0 THEN 2 + h.d DIV 20 % 9 WHEN h.d % 20 < 4 THEN 2 ELSE 1 END AS quantity,
               1 + (@books * (h.c DIV 4096) * (h.c DIV 4096) DIV 1048576 DIV 1048576 * 7919 + 4321
                    + IF(h.b % 10 < 3, 611 * TIMESTAMPDIFF(QUARTER, '2023-01-01', placed.placed_at), 0)) % @books
                 AS book_id
          FROM seed_number AS line
          STRAIGHT_JOIN seed_basket AS basket
             ON basket.arrangement = (line.n - 1) DIV 48 % 16 AND basket.item = (line.n - 1) % 48
          STRAIGHT_JOIN customer_order AS placed ON placed.id = (line.n - 1) DIV 48 * 16 + basket.place + 1
          STRAIGHT_JOIN seed_number AS h ON h.n = 30000 * @factor + 1 - line.n) AS picked
  STRAIGHT_JOIN book ON book.id = picked.book_id
 ORDER BY picked.n;

-- step: statistics
DROP TABLE seed_thousand, seed_number, seed_given, seed_family, seed_adjective, seed_noun, seed_person, seed_place,
  seed_verb, seed_mood, seed_genre, seed_colour, seed_goods, seed_opener, seed_middle, seed_closer, seed_sentence,
  seed_awkward_author, seed_awkward_title, seed_awkward_review, seed_book, seed_paragraph, seed_basket;
ANALYZE TABLE country, publisher, author, book, tag, book_tag, customer, session, customer_permission, feature_flag,
  shipping_rate, review, product, indexed_product, document, customer_order, order_item;
INSERT INTO dataset (factor, seed) VALUES (@factor, @seed);
