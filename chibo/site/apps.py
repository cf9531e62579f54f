from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "chibo.site"
    label = "site"
    verbose_name = "Chibo"

    def ready(self) -> None:
        """Hand the areas below what only the top of the house knows."""
        from chibo.access import queries as access
        from chibo.access import rules as policy
        from chibo.admission import procedures as admission
        from chibo.admission.actions.following import FOLLOWERS as ADMISSION_FOLLOWERS
        from chibo.admission.actions.occupants import ProspectOccupants
        from chibo.admission.imports import KINDS as ADMISSION_KINDS
        from chibo.admission.papers import PAPERS as ADMISSION_PAPERS
        from chibo.admission.queries.duties import DUTIES as ADMITTING
        from chibo.badges.actions.occupants import FOLLOWERS as BADGE_FOLLOWERS
        from chibo.badges.actions.occupants import BadgeOccupants
        from chibo.badges.papers import PAPERS as BADGE_PAPERS
        from chibo.badges.queries.duties import DUTIES as BADGES
        from chibo.dossiers.actions.following import FOLLOWERS
        from chibo.dossiers.actions.occupants import FileOccupants
        from chibo.dossiers.papers import PAPERS as FILE_PAPERS
        from chibo.dossiers.queries.duties import DUTIES as FILES
        from chibo.exchange.actions import returning, running
        from chibo.exchange.rules import kinds
        from chibo.fees.actions.followers import FOLLOWERS as FEE_FOLLOWERS
        from chibo.fees.actions.occupants import FeeOccupants
        from chibo.fees.imports import PAYMENTS
        from chibo.fees.papers import PAPERS as FEE_PAPERS
        from chibo.fees.queries.duties import DUTIES as FEES
        from chibo.files import rules as files
        from chibo.jobs import rules as jobs
        from chibo.kernel import duties
        from chibo.members import imports as members_imports
        from chibo.members.actions import merging
        from chibo.members.actions.occupants import MemberOccupants
        from chibo.members.queries.made import STANDING
        from chibo.members.rules import beside
        from chibo.org import imports as org_imports
        from chibo.org.actions import occupants
        from chibo.own import procedures as own
        from chibo.own import rules as own_readers
        from chibo.papers import actions as printing
        from chibo.papers import rules as papers
        from chibo.posts.actions.occupants import PostOccupants
        from chibo.posts.imports import POSTS
        from chibo.posts.models import Holding
        from chibo.procedures.actions.moving import CaseFollower
        from chibo.procedures.actions.occupants import CaseOccupants
        from chibo.procedures.queries import using
        from chibo.procedures.queries.duties import DUTIES as CASES
        from chibo.procedures.queries.oneself import must_print
        from chibo.procedures.rules import handlers
        from chibo.procedures.rules import people as choosable
        from chibo.quality.queries.duties import DUTIES as CLEANING
        from chibo.quality.rules import staff
        from chibo.quality.views import numbers
        from chibo.removal import procedures as removal
        from chibo.removal.actions.occupants import FOLLOWERS as SCREENING_FOLLOWERS
        from chibo.removal.actions.occupants import ScreeningOccupants
        from chibo.removal.papers import PAPERS as LEAVING_PAPERS
        from chibo.removal.queries.duties import DUTIES as SCREENING
        from chibo.removal.rules import traces
        from chibo.rulebook import rules as rulebook
        from chibo.site import exports
        from chibo.site.acting import viewer_of
        from chibo.site.offices import offices
        from chibo.site.people import FITTING, PAGES, TELLERS, members_at, names_of, prospects_of
        from chibo.site.roles import CAPABILITIES, ROLES
        from chibo.site.staff import desk_holders
        from chibo.site.traces import TRACES
        from chibo.tables import later
        from chibo.transfers import procedures as transfers
        from chibo.transfers.models import MobileSpell
        from chibo.transfers.papers import PAPERS as MOVING_PAPERS
        from chibo.transfers.queries.duties import DUTIES as MOVING

        policy.install(ROLES, CAPABILITIES)
        files.install_gate(access.may_at)
        occupants.install(
            [
                MemberOccupants(),
                PostOccupants(),
                ProspectOccupants(),
                CaseOccupants(),
                FileOccupants(),
                FeeOccupants(),
                ScreeningOccupants(),
                BadgeOccupants(),
            ]
        )
        handlers.install([*admission.HANDLERS, *transfers.HANDLERS, *own.HANDLERS, *removal.HANDLERS])
        handlers.install_standing(STANDING)
        choosable.install(members_at, names_of)
        own_readers.install(offices)
        beside.install(PAGES, FITTING, [prospects_of], TELLERS)
        rulebook.open_case_sources[:] = [using]
        merging.install(
            [
                merging.Follower(Holding),
                merging.Follower(MobileSpell),
                CaseFollower(),
                *ADMISSION_FOLLOWERS,
                *FOLLOWERS,
                *FEE_FOLLOWERS,
                *SCREENING_FOLLOWERS,
                *BADGE_FOLLOWERS,
            ]
        )
        kinds.install(
            [org_imports.UNITS, *members_imports.KINDS, POSTS, *ADMISSION_KINDS, PAYMENTS],
            org_imports.find_place,
            org_imports.suggest_places,
        )
        jobs.install(
            {
                exports.KIND: exports.RUNNER,
                running.KIND: running.RUNNER,
                returning.KIND: returning.RUNNER,
                numbers.KIND: numbers.RUNNER,
                printing.KIND: printing.RUNNER,
            },
            viewer_of,
            numbers.CHORES,
        )
        papers.install(
            ADMISSION_PAPERS, FILE_PAPERS, MOVING_PAPERS, LEAVING_PAPERS, BADGE_PAPERS, FEE_PAPERS, gates=[must_print]
        )  # PAPERS of each area that fills forms
        duties.install(
            [*CASES, *ADMITTING, *FILES, *MOVING, *SCREENING, *BADGES, *FEES, *CLEANING]
        )  # DUTIES of each area with work that is due
        traces.install(TRACES)
        staff.install(desk_holders)
        later.install(exports.begin)
