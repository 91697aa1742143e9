package Chess::Controller::Bulletins;

use Mojo::Base 'Mojolicious::Controller', -signatures;

sub newest ($c) {
    return $c->rs('Bulletin')->search(undef, { order_by => { -desc => 'published_on' }, rows => $c->limit });
}

sub as_json ($bulletin) {
    return { title => $bulletin->title, published => $bulletin->published_on };
}

sub index ($c) {
    $c->render(json => [map { as_json($_) } newest($c)->all]);
}

sub titles ($c) {
    $c->render(json => [map { as_json($_) } newest($c)->search(undef, { columns => [qw(title published_on)] })->all]);
}

sub show ($c) {
    my $bulletin = $c->rs('Bulletin')->find($c->param('id')) or return $c->missing;
    $c->render(template => 'bulletin', bulletin => $bulletin);
}

1;
