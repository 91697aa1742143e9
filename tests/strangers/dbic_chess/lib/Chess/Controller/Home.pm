package Chess::Controller::Home;

use Mojo::Base 'Mojolicious::Controller', -signatures;

# The front page: how the games ended, and what is still to be decided.
sub index ($c) {
    my @results = $c->rs('Game')->search(undef, {
        columns => ['result', { games => { count => 'me.id' } }, { moves => { avg => 'me.moves' } }], group_by => 'result', order_by => 'result' });
    my @states = $c->rs('Appeal')->search(undef, { columns => ['state', { appeals => { count => 'me.id' } }], group_by => 'state' });
    $c->render(template => 'home', results => \@results, states => \@states);
}

# What the staff see in the morning: a short list from each table.
sub desk ($c) {
    my $rows = $c->limit;
    $c->render(
        template    => 'desk',
        appeals     => [$c->rs('Appeal')->search({ 'me.state' => 'open' }, { prefetch => 'player' })->newest_first($rows)->all],
        games       => [$c->rs('Game')->since('2024-05-06')->search(undef, { prefetch => ['white', 'black'], rows => $rows })->all],
        tournaments => [$c->rs('Tournament')->search({ status => 'open' }, { order_by => 'starts_on', rows => $rows })->all],
        entries     => [$c->rs('Entry')->search({ paid => 0, entered_at => { '>=' => '2024-05-06 00:00:00' } },
            { order_by => 'entered_at', rows => $rows })->all],
        players     => [$c->rs('Player')->titled('GM')->search(undef, { rows => $rows })->all],
        bulletins   => [$c->rs('Bulletin')->search(undef, { columns => [qw(id title)], order_by => { -desc => 'published_on' }, rows => 5 })->all],
        hotline     => $c->rs('Setting')->value_of('hotline'),
    );
}

sub federations ($c) {
    my $rows = $c->cache->compute('federations', 600, sub {
        [$c->rs('Player')->search(undef, {
            columns      => ['federation.code', { players => { count => 'me.id' } }, { rating => { avg => 'me.rating' } }],
            join         => 'federation', group_by => 'federation.code', order_by => 'federation.code',
            result_class => 'DBIx::Class::ResultClass::HashRefInflator',
        })->all];
    });
    $c->render(template => 'federations', rows => $rows);
}

1;
