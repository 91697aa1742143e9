<?php

declare(strict_types=1);

use Museum\Controller\ArtefactController;
use Museum\Controller\DeskController;
use Museum\Controller\DossierController;
use Museum\Controller\EnquiryController;
use Museum\Controller\ExhibitionController;
use Museum\Controller\ExportController;
use Museum\Controller\InstitutionController;
use Museum\Controller\LabelController;
use Museum\Controller\LoanController;
use Museum\Controller\MakerController;
use Museum\Controller\MemberController;
use Museum\Controller\ReportController;
use Museum\Controller\TicketController;
use Museum\Controller\ValuationController;

return [
    ['GET', '/', DeskController::class, 'start'],
    ['GET', '/desk', DeskController::class, 'desk'],
    ['GET', '/reports/departments', DeskController::class, 'departments'],
    ['GET', '/api/rooms', DeskController::class, 'rooms'],
    ['GET', '/api/sensors/(\d+)', DeskController::class, 'sensor'],
    ['GET', '/artefacts', ArtefactController::class, 'index'],
    ['GET', '/artefacts/(INV-\d+)', ArtefactController::class, 'show'],
    ['GET', '/api/artefacts/related', ArtefactController::class, 'related'],
    ['GET', '/api/artefacts/neighbours', ArtefactController::class, 'neighbours'],
    ['GET', '/api/artefacts/complete', ArtefactController::class, 'complete'],
    ['GET', '/api/artefacts/card/([A-Z]\d+)', ArtefactController::class, 'card'],
    ['GET', '/api/highlights', ArtefactController::class, 'highlights'],
    ['GET', '/api/highlights/quick', ArtefactController::class, 'quickHighlights'],
    ['GET', '/api/labels', LabelController::class, 'index'],
    ['GET', '/api/labels/print', LabelController::class, 'print'],
    ['POST', '/api/valuations', ValuationController::class, 'save'],
    ['POST', '/api/valuations/batch', ValuationController::class, 'saveAtOnce'],
    ['GET', '/makers', MakerController::class, 'index'],
    ['GET', '/makers/catalogue', MakerController::class, 'catalogue'],
    ['GET', '/makers/output', MakerController::class, 'output'],
    ['GET', '/exhibitions', ExhibitionController::class, 'index'],
    ['GET', '/exhibitions/overview', ExhibitionController::class, 'overview'],
    ['GET', '/exhibitions/(\d+)/objects', ExhibitionController::class, 'objects'],
    ['GET', '/api/institutions', InstitutionController::class, 'index'],
    ['GET', '/api/institutions/loans', InstitutionController::class, 'loans'],
    ['GET', '/api/institutions/(\d+)/loans', InstitutionController::class, 'loansOf'],
    ['GET', '/loans/items', LoanController::class, 'items'],
    ['GET', '/loans/items/schedule', LoanController::class, 'schedule'],
    ['GET', '/api/loans/due', LoanController::class, 'due'],
    ['GET', '/api/loans/income', LoanController::class, 'income'],
    ['POST', '/api/loans/extensions', LoanController::class, 'extend'],
    ['GET', '/conservators/(\d+)/reports', ReportController::class, 'ofConservator'],
    ['GET', '/condition/recent', ReportController::class, 'recent'],
    ['GET', '/api/condition/day', ReportController::class, 'day'],
    ['GET', '/api/condition/away', ReportController::class, 'away'],
    ['POST', '/api/condition', ReportController::class, 'import'],
    ['POST', '/api/condition/batch', ReportController::class, 'importAtOnce'],
    ['GET', '/api/dossiers', DossierController::class, 'index'],
    ['GET', '/api/dossiers/titles', DossierController::class, 'titles'],
    ['GET', '/dossiers/(\d+)', DossierController::class, 'show'],
    ['GET', '/members', MemberController::class, 'index'],
    ['GET', '/members/directory', MemberController::class, 'directory'],
    ['GET', '/api/members', MemberController::class, 'byEmail'],
    ['GET', '/enquiries/search', EnquiryController::class, 'search'],
    ['GET', '/enquiries/open', EnquiryController::class, 'open'],
    ['GET', '/api/enquiries', EnquiryController::class, 'index'],
    ['GET', '/api/enquiries/latest', EnquiryController::class, 'latest'],
    ['GET', '/api/enquiries/find', EnquiryController::class, 'find'],
    ['POST', '/api/enquiries', EnquiryController::class, 'import'],
    ['GET', '/tickets', TicketController::class, 'index'],
    ['GET', '/tickets/latest', TicketController::class, 'latest'],
    ['GET', '/buildings/(\d+)/tickets', TicketController::class, 'ofBuilding'],
    ['GET', '/api/tickets/sold', TicketController::class, 'sold'],
    ['GET', '/api/tickets/day', TicketController::class, 'day'],
    ['GET', '/api/tickets/takings', TicketController::class, 'takings'],
    ['GET', '/export/loans.csv', ExportController::class, 'loans'],
    ['GET', '/export/artefacts.csv', ExportController::class, 'artefacts'],
];
