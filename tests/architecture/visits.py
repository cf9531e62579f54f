"""How every address is visited: as whom, with what, and who is refused."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.committee import ADMIN, BASE, OFFICE


class Visit:
    """How an address is visited.

    :ivar arguments: world → arguments of the address
    :ivar role: who may, at the committee's root (``quan_tri``: everywhere)
    :ivar is_local: whether the same role at a neighbour's unit is refused as well
    :ivar expects: what the allowed one gets
    :ivar refused: what one without a grant gets; None where everybody signed in may
    """

    def __init__(
        self,
        arguments=lambda w: (),
        role=OFFICE,
        *,
        is_local=False,
        expects=(200,),
        refused=403,
        query=None,
        post=False,
    ):
        self.arguments, self.role, self.is_local, self.expects = arguments, role, is_local, expects
        self.refused, self.query, self.post = refused, query or (lambda w: {}), post

    def go(self, client, name, world):
        address = reverse(name, args=self.arguments(world))
        return client.post(address) if self.post else client.get(address, self.query(world))


def unit(w):
    return (w.h.uid,)


def person(w):
    return (w.an.uid,)


def of_unit(*rest):
    return lambda w: (w.h.uid, *rest)


def workbook(w):
    return (w.batch.uid,)


WORKBOOKS = {"is_local": True, "refused": 404}
FIGURES = {"query": lambda w: {"don-vi": w.h.uid}, "is_local": True}
CALLS = {"query": lambda w: {"unit": "H"}, "is_local": True}
VISITS = {
    **{
        f"admission:{name}": Visit(query=lambda w: {"don-vi": w.h.uid, "nam": "2024"}, is_local=True)
        for name in ("list", "add", "targets", "assign", "progress", "due")
    },
    **{
        f"admission:{name}": Visit(lambda w: (w.lan.uid,), is_local=True)
        for name in ("prospect", "correct", "certify", "move", "drop")
    },
    "admission:person": Visit(lambda w: (w.admitted.person.uid,), is_local=True),
    "admission:take_up": Visit(lambda w: (w.left.uid,), is_local=True),
    "admission:drop_certificate": Visit(lambda w: (w.lan.uid, w.certificate.pk), is_local=True),
    "admission:number": Visit(lambda w: (w.lan.uid,), is_local=True, post=True),
    "admission:start": Visit(lambda w: (w.lan.uid,), is_local=True, post=True, expects=(302,)),
    "admission:recognize": Visit(lambda w: (w.admitted.person.uid,), is_local=True, post=True, expects=(302,)),
    "admission:target": Visit(lambda w: (w.a.uid, 2024), is_local=True),
    **{
        f"admission:{name}": Visit(lambda w: (w.admitted.uid,), is_local=True)
        for name in ("admission", "add_fact", "record_class")
    },
    "admission:drop_fact": Visit(lambda w: (w.admitted.uid, "co_dao"), is_local=True),
    "access:list": Visit(role=ADMIN),
    "access:roles": Visit(),
    "access:give": Visit(role=ADMIN),
    "access:unit": Visit(unit, is_local=True),
    "access:end": Visit(lambda w: (w.grant.uid,), ADMIN),
    "api:catalogue": Visit(),
    "api:figure": Visit(lambda w: ("MEM-01",), **CALLS),
    "api:rows": Visit(lambda w: ("MEM-01",), **CALLS),
    "api:units": Visit(),
    "api:unit": Visit(lambda w: ("H",), is_local=True),
    "catalogue:index": Visit(**FIGURES),
    "catalogue:statistics": Visit(**FIGURES),
    "catalogue:figure": Visit(lambda w: ("MEM-02",), **FIGURES),
    "catalogue:rows": Visit(lambda w: ("MEM-02",), **FIGURES),
    "decisions:list": Visit(),
    "decisions:decision": Visit(lambda w: (w.decision.uid,)),
    **{
        f"dossiers:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in (
            "home",
            "missing",
            "under_way",
            "awaited",
            "loans",
            "custody",
            "state_custody",
            "rule_custody",
            "supplements",
            "cards",
            "reports",
            "open_reports",
            "reconciliations",
            "reconcile",
        )  # fmt: skip
    },
    "dossiers:register": Visit(lambda w: ("ket-nap",), query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "dossiers:cell": Visit(lambda w: (w.a1.uid,), is_local=True),
    "dossiers:supplement": Visit(lambda w: (w.slip.uid,), is_local=True),
    "dossiers:report": Visit(lambda w: (w.situation.uid,), is_local=True),
    "dossiers:dossier": Visit(person, is_local=True),
    "dossiers:deed": Visit(lambda w: (w.an.uid, "tai-lieu"), is_local=True),
    "dossiers:handover_deed": Visit(lambda w: (w.handover.uid, "nhan"), is_local=True),
    "dossiers:give_back": Visit(lambda w: (w.loan.uid,), is_local=True),
    "dossiers:scan": Visit(lambda w: (w.item.uid,), is_local=True),
    "dossiers:strike": Visit(lambda w: (w.item.uid,), is_local=True),
    "exchange:list": Visit(),
    "exchange:template": Visit(lambda w: ("members",)),
    "exchange:upload": Visit(lambda w: ("members",)),
    "exchange:batch": Visit(workbook, **WORKBOOKS),
    "exchange:columns": Visit(workbook, **WORKBOOKS),
    "exchange:read_again": Visit(workbook, post=True, expects=(302, 422), **WORKBOOKS),
    "exchange:questions": Visit(workbook, **WORKBOOKS),
    "exchange:ask_again": Visit(workbook, post=True, expects=(302,), **WORKBOOKS),
    "exchange:check": Visit(workbook, post=True, expects=(302,), **WORKBOOKS),
    "exchange:rows": Visit(workbook, **WORKBOOKS),
    "exchange:returned": Visit(workbook, **WORKBOOKS),
    "exchange:write": Visit(workbook, **WORKBOOKS),
    "exchange:undo": Visit(lambda w: (w.done.uid,), **WORKBOOKS),
    "exchange:drop": Visit(workbook, **WORKBOOKS),
    "files:download": Visit(lambda w: (w.file.uid,), is_local=True, refused=404),
    "inbox:week": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "journal:list": Visit(role=ADMIN),
    "journal:entry": Visit(lambda w: (w.entry.uid,), ADMIN),
    "jobs:job": Visit(lambda w: (w.job.uid,), ADMIN, refused=404),
    "jobs:resume": Visit(lambda w: (w.job.uid,), ADMIN, post=True, expects=(403,), refused=404),
    "jobs:cancel": Visit(lambda w: (w.job.uid,), ADMIN, post=True, expects=(302,), refused=404),
    "members:list": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:summary": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:sheet": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:transfers": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:start": Visit(),
    "members:add": Visit(lambda w: ("ket-nap",)),
    "members:person": Visit(person, is_local=True),
    "members:history": Visit(person, is_local=True),
    "members:attributes": Visit(person, is_local=True),
    "members:journal": Visit(person, is_local=True),
    "members:numbers": Visit(person, is_local=True, post=True, expects=(200, 302)),
    "members:merge_find": Visit(person, is_local=True),
    "members:merge": Visit(lambda w: (w.an.uid, w.twin.uid), is_local=True),
    "members:part": Visit(lambda w: (w.outsider.uid, w.merge.uid)),
    "members:deed": Visit(lambda w: (w.an.uid, "tu-tran"), is_local=True),
    "members:event_deed": Visit(lambda w: (w.an.uid, "tiep-nhan", w.moving.uid), is_local=True),
    "members:attribute_deed": Visit(lambda w: (w.an.uid, "thay-doi", "occupation"), is_local=True),
    "members:value_deed": Visit(lambda w: (w.an.uid, "sua-sai", "occupation", w.an.born_on.isoformat()), is_local=True),
    # The accounts of this file are nobody's: the tests of the area visit these pages as a member.
    "own:record": Visit(role="dang_vien", expects=(404,)),
    "own:history": Visit(role="dang_vien", expects=(404,)),
    "own:corrections": Visit(role="dang_vien", expects=(404,)),
    "own:correct": Visit(lambda w: ("residence",), role="dang_vien", expects=(404,)),
    "own:readers": Visit(role="dang_vien", expects=(404,)),
    "own:numbers": Visit(role="dang_vien", expects=(404,), post=True),
    "own:export": Visit(role="dang_vien", expects=(404,), post=True),
    "org:tree": Visit(),
    "org:unit": Visit(unit, is_local=True),
    "org:below": Visit(unit, is_local=True),
    "org:reorganize_choose": Visit(unit, is_local=True),
    "org:reorganize": Visit(lambda w: (w.a.uid, "rename"), is_local=True),
    "org:correct": Visit(of_unit(1), is_local=True),
    "org:term_add": Visit(unit, is_local=True),
    "org:term_correct": Visit(lambda w: (w.h.uid, w.term.uid), is_local=True),
    "org:office_add": Visit(unit, is_local=True),
    "org:projects": Visit(unit, is_local=True),
    "org:project_add": Visit(unit, is_local=True),
    "org:project_status": Visit(lambda w: (w.h.uid, w.project.uid), is_local=True),
    "org:event": Visit(lambda w: (w.event.uid,), is_local=True),
    "org:undo": Visit(lambda w: (w.event.uid,), is_local=True),
    # Blank forms are everybody's; what is filled in is refused by whoever fills it: test_papers.
    "papers:paper": Visit(lambda w: ("1-KNĐ",), refused=200),
    "papers:file": Visit(lambda w: ("1-KNĐ",), refused=200),
    "papers:many": Visit(lambda w: ("1-KNĐ",), query=lambda w: {"ve": f"person:{w.an.uid}"}, refused=200),
    "posts:list": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "posts:choose": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "posts:person": Visit(person, is_local=True),
    "posts:take": Visit(person, is_local=True),
    "posts:holding": Visit(lambda w: (w.holding.uid,), is_local=True),
    "posts:leave": Visit(lambda w: (w.holding.uid,), is_local=True),
    "posts:correct": Visit(lambda w: (w.holding.uid,), is_local=True),
    "posts:annul": Visit(lambda w: (w.holding.uid,), is_local=True),
    **{
        f"transfers:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in ("list", "letters", "guests", "away", "abroad", "reorganizations")
    },
    **{
        f"transfers:{name}": Visit(lambda w: (w.away.uid,), is_local=True)
        for name in ("away_one", "contact", "back", "correct", "annul")
    },
    "transfers:annul_contact": Visit(lambda w: (w.contact.uid,), is_local=True),
    "transfers:abroad_one": Visit(lambda w: (w.abroad.uid,), is_local=True),
    "transfers:abroad_back": Visit(lambda w: (w.abroad.uid,), is_local=True),
    "transfers:letter": Visit(lambda w: (w.moving.uid,), is_local=True),
    "transfers:moved": Visit(lambda w: (w.event.uid,), query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "transfers:receive": Visit(lambda w: (w.event.uid,), query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "transfers:person": Visit(person, is_local=True),
    "transfers:go_away": Visit(person, is_local=True),
    **{
        f"fees:{name}": Visit(role=BASE, query=lambda w: {"don-vi": w.a1.uid}, is_local=True)
        for name in ("list", "receipts", "remittances", "arrears", "fund", "reliefs")
    },
    **{
        f"fees:{name}": Visit(lambda w: (w.a1.uid,), BASE, is_local=True)
        for name in ("collect", "bases", "assign", "remit")
    },
    "fees:pay": Visit(lambda w: (w.a1.uid, w.an.uid), BASE, is_local=True),
    **{
        f"fees:{name}": Visit(lambda w: (w.receipt.uid,), BASE, is_local=True)
        for name in ("receipt", "receipt_reverse")
    },
    **{
        f"fees:{name}": Visit(lambda w: (w.remittance.uid,), BASE, is_local=True)
        for name in ("remittance", "remittance_receive", "remittance_reverse")
    },
    **{
        f"fees:{name}": Visit(lambda w: (w.relief.uid,), BASE, is_local=True)
        for name in ("relief", "relief_decide", "relief_end")
    },
    **{f"fees:{name}": Visit(person, BASE, is_local=True) for name in ("person", "relief_add", "due_correct")},
    **{
        f"removal:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in ("list", "hold_many", "helps", "leaving")
    },
    "removal:hold": Visit(lambda w: (w.a1.uid, 2023), is_local=True),
    **{f"removal:{name}": Visit(lambda w: (w.round.uid,), is_local=True) for name in ("round", "annul_round")},
    **{f"removal:{name}": Visit(lambda w: (w.help.uid,), is_local=True) for name in ("help", "judge", "annul_help")},
    **{f"removal:{name}": Visit(person, is_local=True) for name in ("person", "start")},
    "removal:notice": Visit(lambda w: (w.death.uid,), BASE, is_local=True),
    **{
        f"badges:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in ("list", "register", "propose_many", "decide_many", "award_many")
    },
    **{f"badges:{name}": Visit(person, is_local=True) for name in ("person", "propose")},
    **{
        f"badges:{name}": Visit(lambda w: (w.badge.uid,), is_local=True)
        for name in ("badge", "give_back", "lose", "reissue", "withdraw")
    },
    "quality:desk": Visit(**FIGURES),
    "quality:matrix": Visit(**FIGURES),
    "quality:assigned": Visit(**FIGURES),
    "quality:rows": Visit(lambda w: ("thieu-cccd",), **FIGURES),
    "quality:assign": Visit(lambda w: ("thieu-cccd",), **FIGURES),
    "quality:waivers": Visit(lambda w: ("trung-ho-so",), **FIGURES),
    "quality:waive": Visit(lambda w: ("trung-ho-so", w.twin.uid), **FIGURES),
    "quality:withdraw": Visit(lambda w: (w.work.uid,), is_local=True, refused=404),
    "quality:take_back": Visit(lambda w: (w.waiver.uid,), is_local=True, refused=404),
    "quality:read_numbers": Visit(post=True, expects=(302,)),
    "reports:report": Visit(**FIGURES),
    "procedures:list": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "procedures:open": Visit(
        lambda w: ("mien-sinh-hoat",), query=lambda w: {"ve": f"person:{w.an.uid}"}, is_local=True
    ),
    **{
        f"procedures:{name}": Visit(lambda w: (w.case.uid,), is_local=True, refused=404)
        for name in ("case", "step", "back", "withdraw", "lapse")
    },
    "procedures:override": Visit(lambda w: (w.case.uid,), "thuong_truc", is_local=True, refused=404),
    "procedures:take_back": Visit(lambda w: (w.case.uid,), is_local=True, refused=404, post=True, expects=(422,)),
    "procedures:sealed": Visit(lambda w: (w.case.uid,), is_local=True, refused=404, post=True),
    "procedures:file": Visit(lambda w: (w.paper.uid,), is_local=True, refused=404),
    "rulebook:list": Visit(),
    "rulebook:rule": Visit(lambda w: ("probation.months",)),
    "rulebook:add": Visit(lambda w: ("probation.months",), ADMIN),
    "rulebook:correct": Visit(lambda w: ("probation.months", "1"), ADMIN),
}
ROLES = tuple(sorted({visit.role for visit in VISITS.values()}))
"""Roles that somebody must have for the visits."""
EVERYBODYS = {
    "site:home": "every account has a home; what it shows has gates of its own",
    "site:search": "finds only what is one's own",
    "site:switch": "lists one's own grants",
    "inbox:list": "lists what waits for oneself, and below as far as one may see",
    "jobs:list": "lists one's own jobs",
    "papers:list": "forms with nothing filled in",
    "quality:mine": "lists one's own work",
    "ui:gallery": "shows components with invented words only",
    "account_change_password": "one's own password",
    "account_logout": "leaving",
}
"""Open to whoever is signed in, and why nobody is refused there."""
OPEN = {
    "site:healthz": "asked by machines before anybody has signed in",
    "site:robots": "asked by machines before anybody has signed in",
    "ui:text_size": "size of letters, on the sign-in page too",
    "account_login": "the way in",
    "account_inactive": "told to whoever signs in with a locked account",
    "api:unknown": "answers 404 to any other address",
}
"""Not visited as the others, and why."""


def names(patterns=None, space=""):
    """The names of all addresses."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def built(table):
    """The part of a table whose addresses exist."""
    there = set(names())
    return [name for name in table if name in there]
