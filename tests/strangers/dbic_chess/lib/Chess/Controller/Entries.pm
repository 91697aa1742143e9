package Chess::Controller::Entries;

use Mojo::Base 'Mojolicious::Controller', -signatures;

sub latest ($c) {
    return $c->rs('Entry')->search(undef, { order_by => { -desc => 'me.entered_at' }, rows => $c->limit, prefetch => 'player' })->all;
}

sub invoice ($entry, $currency) {
    return { invoice => 'I' . $entry->id, to => $entry->player->name, amount => sprintf('%s %.2f', $currency, $entry->fee / 100) };
}

sub invoices ($c) {
    $c->render(json => [map { invoice($_, $c->rs('Setting')->value_of('currency')) } latest($c)]);
}

sub print ($c) {
    my $currency = $c->rs('Setting')->value_of('currency');
    $c->render(json => [map { invoice($_, $currency) } latest($c)]);
}

# What each category has brought in.
sub income ($c) {
    my $entries = $c->rs('Entry')->search({ paid => 1 }, { columns => [qw(category fee)], result_class => 'DBIx::Class::ResultClass::HashRefInflator' });
    my %sum;
    while (my $entry = $entries->next) {
        $sum{$entry->{category}}{entries}++;
        $sum{$entry->{category}}{cents} += $entry->{fee};
    }
    $c->render(json => [map { { category => $_, %{ $sum{$_} } } } sort keys %sum]);
}

sub takings ($c) {
    my $day = $c->day;
    my $sums = $c->rs('Entry')->search(
        { entered_at => { '>=' => "$day 00:00:00", '<=' => "$day 23:59:59" } },
        { columns => ['category', { cents => { sum => 'fee' } }], group_by => 'category', order_by => 'category',
          result_class => 'DBIx::Class::ResultClass::HashRefInflator' });
    $c->render(json => [$sums->all]);
}

1;
