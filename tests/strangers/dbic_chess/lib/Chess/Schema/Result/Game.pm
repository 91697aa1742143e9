package Chess::Schema::Result::Game;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('game');
__PACKAGE__->add_columns(
    id => { data_type => 'integer', is_auto_increment => 1 },
    qw(tournament_id round board white_id black_id opening_id result moves played_at),
);
__PACKAGE__->set_primary_key('id');

__PACKAGE__->belongs_to(tournament => 'Chess::Schema::Result::Tournament', 'tournament_id');
__PACKAGE__->belongs_to(white => 'Chess::Schema::Result::Player', 'white_id');
__PACKAGE__->belongs_to(black => 'Chess::Schema::Result::Player', 'black_id');
__PACKAGE__->belongs_to(opening => 'Chess::Schema::Result::Opening', 'opening_id');

1;
