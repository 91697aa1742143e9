package Chess::Schema::Result::Player;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('player');
__PACKAGE__->add_columns(
    id => { data_type => 'integer', is_auto_increment => 1 },
    qw(licence_no card_no name email title rating born joined_on),
    club_id => { is_nullable => 1 },
    qw(federation_id),
);
__PACKAGE__->set_primary_key('id');
__PACKAGE__->add_unique_constraint(licence => ['licence_no']);

__PACKAGE__->belongs_to(club => 'Chess::Schema::Result::Club', 'club_id', { join_type => 'left' });
__PACKAGE__->belongs_to(federation => 'Chess::Schema::Result::Federation', 'federation_id');
__PACKAGE__->has_many(white_games => 'Chess::Schema::Result::Game', 'white_id');
__PACKAGE__->has_many(black_games => 'Chess::Schema::Result::Game', 'black_id');
__PACKAGE__->has_many(ratings => 'Chess::Schema::Result::RatingHistory', 'player_id');
__PACKAGE__->has_many(entries => 'Chess::Schema::Result::Entry', 'player_id');
__PACKAGE__->has_many(team_members => 'Chess::Schema::Result::TeamMember', 'player_id');

1;
