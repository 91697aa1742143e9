package Chess::Schema::Result::RatingHistory;

use strict;
use warnings;

use base 'DBIx::Class::Core';

__PACKAGE__->table('rating_history');
__PACKAGE__->add_columns(qw(player_id listed_on rating games));
__PACKAGE__->set_primary_key(qw(player_id listed_on));

__PACKAGE__->belongs_to(player => 'Chess::Schema::Result::Player', 'player_id');

1;
