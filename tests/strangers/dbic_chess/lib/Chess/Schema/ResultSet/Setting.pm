package Chess::Schema::ResultSet::Setting;

use strict;
use warnings;

use base 'DBIx::Class::ResultSet';

sub value_of {
    my ($self, $name) = @_;
    return $self->find($name)->value;
}

1;
