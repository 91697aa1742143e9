package Chess::Schema::Result::TeamMember;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('team_member');
__PACKAGE__->add_columns(qw(team_id player_id board));
__PACKAGE__->set_primary_key(qw(team_id player_id));

__PACKAGE__->belongs_to(team => 'Chess::Schema::Result::Team', 'team_id');
__PACKAGE__->belongs_to(player => 'Chess::Schema::Result::Player', 'player_id');

1;
