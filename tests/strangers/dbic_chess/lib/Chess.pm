package Chess;

use Mojo::Base 'Mojolicious', -signatures;
use Chess::Cache;
use Chess::Schema;

sub startup ($self) {
    my $schema = Chess::Schema->connect_to($ENV{DATABASE_URL});
    my $cache  = Chess::Cache->new(folder => $ENV{CACHE_DIR});
    $self->secrets(['not used: there are no sessions']);
    $self->helper(db    => sub { $schema });
    $self->helper(rs    => sub ($c, $name) { $schema->resultset($name) });
    $self->helper(cache => sub { $cache });
    $self->helper(number => sub ($c, $name, $default, $max) {
        my $value = $c->param($name) // $default;
        return $value =~ /^[1-9]\d{0,5}$/ && $value <= $max ? $value : $default;
    });
    $self->helper(limit => sub ($c) { $c->number(limit => 20, 500) });
    $self->helper(day => sub ($c) { ($c->param('day') // '') =~ /^(\d{4}-\d\d-\d\d)$/ ? $1 : '2024-05-06' });
    $self->helper(missing => sub ($c) { $c->render(json => { error => 'not found' }, status => 404) });
    $self->routes_of($self->routes);
}

sub routes_of ($self, $r) {
    $r->get('/')->to('home#index');
    $r->get('/desk')->to('home#desk');
    $r->get('/reports/federations')->to('home#federations');

    $r->get('/players')->to('players#index');
    $r->get('/players/directory')->to('players#directory');
    $r->get('/players/:licence')->to('players#show');
    $r->get('/export/players.csv')->to('players#export');
    $r->get('/api/players')->to('players#by_email');
    $r->get('/api/players/complete')->to('players#complete');
    $r->get('/api/players/:id/ratings')->to('players#ratings');
    $r->get('/api/cards/:card')->to('players#by_card');

    $r->get('/clubs')->to('clubs#index');
    $r->get('/clubs/overview')->to('clubs#overview');
    $r->get('/clubs/teams')->to('clubs#teams');
    $r->get('/clubs/lineups')->to('clubs#lineups');
    $r->get('/clubs/:id/members')->to('clubs#members');
    $r->get('/federations/:id/members')->to('clubs#federation_members');

    $r->get('/games')->to('games#index');
    $r->get('/games/schedule')->to('games#schedule');
    $r->get('/games/archive')->to('games#archive');
    $r->get('/games/day')->to('games#on_day');
    $r->get('/api/games/masters')->to('games#masters');
    $r->get('/api/clubs/:id/games')->to('games#of_club');
    $r->post('/api/results')->to('games#create');
    $r->post('/api/results/batch')->to('games#create_batch');

    $r->get('/tournaments/unpaid')->to('tournaments#unpaid');
    $r->get('/api/tournaments')->to('tournaments#index');
    $r->get('/api/tournaments/entries')->to('tournaments#entries');
    $r->get('/api/invoices')->to('entries#invoices');
    $r->get('/api/invoices/print')->to('entries#print');
    $r->get('/api/entries/income')->to('entries#income');
    $r->get('/api/entries/takings')->to('entries#takings');

    $r->get('/appeals')->to('appeals#index');
    $r->get('/appeals/open')->to('appeals#open');
    $r->get('/appeals/latest')->to('appeals#latest');
    $r->get('/appeals/search')->to('appeals#search');
    $r->get('/api/appeals')->to('appeals#list');
    $r->get('/api/appeals/find')->to('appeals#find');

    $r->get('/api/bulletins')->to('bulletins#index');
    $r->get('/api/bulletins/titles')->to('bulletins#titles');
    $r->get('/bulletins/:id')->to('bulletins#show');

    $r->post('/api/ratings')->to('ratings#update');
    $r->post('/api/ratings/batch')->to('ratings#update_batch');
}

1;
