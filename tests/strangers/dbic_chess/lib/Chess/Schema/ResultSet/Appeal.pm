package Chess::Schema::ResultSet::Appeal;

use strict;
use warnings;

use base 'DBIx::Class::ResultSet';

sub newest_first {
    my ($self, $rows) = @_;
    return $self->search(undef, { order_by => [{ -desc => 'me.filed_at' }, { -desc => 'me.id' }], $rows ? (rows => $rows) : () });
}

sub older_than {
    my ($self, $filed_at, $id) = @_;
    return $self->search({
        'me.filed_at' => { '<=' => $filed_at },
        -or           => [{ 'me.filed_at' => { '<' => $filed_at } }, { 'me.id' => { '<' => $id } }],
    });
}

# By whole words, with the full-text index.
sub matching {
    my ($self, $words) = @_;
    return $self->search(\['MATCH (me.message) AGAINST (? IN BOOLEAN MODE)', $words]) if $self->result_source->schema->is_mysql;
    return $self->search(\[q{TO_TSVECTOR('english', me.message) @@ PLAINTO_TSQUERY('english', ?)}, $words]);
}

1;
