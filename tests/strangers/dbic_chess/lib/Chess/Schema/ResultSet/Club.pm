package Chess::Schema::ResultSet::Club;

use strict;
use warnings;

use base 'DBIx::Class::ResultSet';

sub by_name {
    my ($self, $rows) = @_;
    return $self->search(undef, { order_by => ['me.name', 'me.id'], rows => $rows });
}

sub with_player_count {
    my $self = shift;
    my $players = $self->result_source->schema->resultset('Player')
        ->search({ 'player.club_id' => { -ident => 'me.id' } }, { alias => 'player' });
    return $self->search(undef, { '+columns' => { player_count => $players->count_rs->as_query } });
}

1;
