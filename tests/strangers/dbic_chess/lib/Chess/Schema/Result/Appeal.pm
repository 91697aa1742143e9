package Chess::Schema::Result::Appeal;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('appeal');
__PACKAGE__->add_columns(id => { data_type => 'integer', is_auto_increment => 1 }, qw(tournament_id player_id state message filed_at));
__PACKAGE__->set_primary_key('id');

__PACKAGE__->belongs_to(tournament => 'Chess::Schema::Result::Tournament', 'tournament_id');
__PACKAGE__->belongs_to(player => 'Chess::Schema::Result::Player', 'player_id');

1;
