package Chess::Controller::Appeals;

use Mojo::Base 'Mojolicious::Controller', -signatures;

use constant COUNTED_TO => 1000;

sub as_json ($appeal) {
    return { message => $appeal->message, filed => $appeal->filed_at };
}

sub index ($c) {
    my $appeals = $c->rs('Appeal')->newest_first->search(undef, { page => 1, rows => $c->limit });
    $c->render(template => 'appeals', appeals => [$appeals->all], total => $appeals->pager->total_entries);
}

sub open ($c) {
    my $open = $c->rs('Appeal')->search({ state => 'open' });
    my $count = $open->search(undef, { rows => COUNTED_TO + 1 })->count;
    my $total = $count > COUNTED_TO ? 'more than ' . COUNTED_TO : $count;
    my @appeals = $open->search(undef, { order_by => { -desc => 'filed_at' }, rows => $c->limit })->all;
    $c->render(template => 'appeals', appeals => \@appeals, total => $total);
}

sub latest ($c) {
    my ($filed_at, $id) = ($c->param('before') // '') =~ /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d+)$/;
    my $appeals = $c->rs('Appeal');
    $appeals = $appeals->older_than($filed_at =~ tr/T/ /r, $id) if $filed_at;
    $c->render(template => 'appeals', appeals => [$appeals->newest_first($c->limit)->all], total => undef);
}

sub search ($c) {
    my $word = ($c->param('q') // '') =~ /^(\w{3,20})$/ ? $1 : '';
    my @appeals = $word ? $c->rs('Appeal')->search({ message => { -like => "%$word%" } })->all : ();
    $c->render(template => 'appeals', appeals => \@appeals, total => undef);
}

sub find ($c) {
    my $word = ($c->param('q') // '') =~ /^(\w{3,20})$/ ? $1 : return $c->render(json => []);
    $c->render(json => [map { as_json($_) } $c->rs('Appeal')->matching($word)->all]);
}

sub list ($c) {
    my @appeals = $c->rs('Appeal')->newest_first->all;
    my $limit = $c->limit;
    splice @appeals, $limit if @appeals > $limit;
    $c->render(json => [map { as_json($_) } @appeals]);
}

1;
