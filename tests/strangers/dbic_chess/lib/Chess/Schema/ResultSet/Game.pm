package Chess::Schema::ResultSet::Game;

use strict;
use warnings;

use base 'DBIx::Class::ResultSet';

sub latest {
    my ($self, $rows) = @_;
    return $self->search(undef, { order_by => [{ -desc => 'me.played_at' }, { -desc => 'me.id' }], rows => $rows });
}

sub since {
    my ($self, $day) = @_;
    return $self->search({ 'me.played_at' => { '>=' => "$day 00:00:00" } }, { order_by => ['me.played_at', 'me.id'] });
}

sub on_day {
    my ($self, $day) = @_;
    return $self->search({ 'me.played_at' => { -between => ["$day 00:00:00", "$day 23:59:59"] } }, { order_by => 'me.played_at' });
}

# One INSERT for all rows, which populate() does not send.
sub insert_all {
    my ($self, @rows) = @_;
    my @columns = qw(tournament_id round board white_id black_id opening_id result moves played_at);
    my $places = '(' . join(', ', ('?') x @columns) . ')';
    my $sql = 'INSERT INTO game (' . join(', ', @columns) . ') VALUES ' . join(', ', ($places) x @rows);
    return $self->result_source->storage->dbh_do(sub { $_[1]->do($sql, undef, map { @$_{@columns} } @rows) });
}

1;
