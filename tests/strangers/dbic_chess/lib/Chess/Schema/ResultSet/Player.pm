package Chess::Schema::ResultSet::Player;

use strict;
use warnings;

use base 'DBIx::Class::ResultSet';

sub strongest {
    my ($self, $rows) = @_;
    return $self->search(undef, { order_by => [{ -desc => 'me.rating' }, { -desc => 'me.id' }], rows => $rows });
}

sub newest {
    my ($self, $rows) = @_;
    my $me = $self->current_source_alias;
    return $self->search(undef, { order_by => { -desc => "$me.joined_on" }, rows => $rows });
}

sub titled {
    my ($self, @titles) = @_;
    return $self->search({ $self->current_source_alias . '.title' => \@titles });
}

1;
