"""The door (login, second factor) and a person's own account."""

import math
from datetime import timedelta

import segno
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import npgettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sauro.identity import actions, totp
from sauro.identity.forms import AccountForm, CodeForm, LoginForm, PasswordForm
from sauro.identity.models import Authenticator
from sauro.identity.second_factor import (
    authenticator_of,
    codes_left,
    given,
    locked_until,
    may_come_in,
    passed,
    remember,
)

NEXT = "next"


def _where(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is a page of ours."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or request.session.get(NEXT) or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _minutes(until: timedelta) -> str:
    minutes = max(1, math.ceil(until.total_seconds() / 60))
    return npgettext("login", "in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated and passed(request):
        return redirect(_where(request))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(
            request,
            username=form.cleaned_data["username"].strip().lower(),
            password=form.cleaned_data["password"],
        )
        expired = (
            user is not None and user.one_time_until is not None and user.one_time_until < timezone.now()
        )
        if user is not None and not expired and may_come_in(user, request):
            where = _where(request)
            login(request, user)
            if not passed(request):
                request.session[NEXT] = where
                return redirect("identity:second_factor")
            return redirect(where)
        if expired:
            words = pgettext("login", "The password you were given is no longer valid. Ask for another one.")
            form.add_error(None, words)
        elif user is not None:
            form.add_error(
                None, pgettext("login", "Demo accounts work only on the machine that runs Sáu Rõ.")
            )
        else:
            form.add_error(None, pgettext("login", "Username or password is wrong. Type both again."))
    context = {"form": form, "next": request.POST.get(NEXT) or request.GET.get(NEXT, "")}
    return render(request, "identity/login.html", context, status=422 if form.errors else 200)


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """After too many wrong passwords; says how long to wait. Called by django-axes."""
    attempts = AccessAttempt.objects.filter(
        username=(credentials or {}).get("username"), ip_address=request.META.get("REMOTE_ADDR")
    )
    last = attempts.order_by("-attempt_time").first()
    cool_off = get_cool_off(request) or timedelta()
    wait = last.attempt_time + cool_off - timezone.now() if last else cool_off
    page = render(request, "identity/locked_out.html", {"wait": _minutes(wait)}, status=429)
    page["Retry-After"] = str(max(1, int(wait.total_seconds())))
    return page


@login_not_required
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("identity:login")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asks for the code; leads to the setting up where there is no authenticator yet."""
    if passed(request):
        return redirect(_where(request))
    if authenticator_of(request.user) is None:
        return redirect("identity:new_authenticator")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        locked = locked_until(authenticator_of(request.user))
        authenticator = actions.check_code(request.user, form.cleaned_data["code"])
        if authenticator is not None:
            return _come_in(request, authenticator)
        locked = locked or locked_until(authenticator_of(request.user))
        form.add_error("code", _refusal(locked - timezone.now() if locked else None))
    return render(request, "identity/second_factor.html", {"form": form}, status=422 if form.errors else 200)


def _refusal(wait: timedelta | None) -> str:
    if wait is not None and wait > timedelta(seconds=30):
        return pgettext("second factor", "too many wrong codes. Try again %(wait)s.") % {
            "wait": _minutes(wait)
        }
    return pgettext("second factor", "this code does not fit. Wait for the next one and type it again.")


def _come_in(request: HttpRequest, authenticator: Authenticator) -> HttpResponse:
    where = _where(request)
    request.session.pop(NEXT, None)
    request.session.cycle_key()
    remember(request, authenticator)
    return redirect(where)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def new_authenticator(request: HttpRequest) -> HttpResponse:
    """Sets up the first authenticator, or another in its place; shows the recovery codes once."""
    user = request.user
    if authenticator_of(user) is not None and not given(request):
        return redirect("identity:second_factor")
    pending = actions.begin_authenticator(user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fresh = actions.confirm_authenticator(user, form.cleaned_data["code"].replace(" ", ""))
        authenticator = authenticator_of(user)
        if fresh is not None and authenticator is not None:
            where = _where(request)
            _come_in(request, authenticator)
            return render(request, "identity/codes.html", {"codes": fresh, "where": where, "first": True})
        form.add_error("code", _refusal(None))
    secret = bytes.fromhex(pending.secret)
    drawing = segno.make(totp.address(secret, user.username), error="m")
    context = {
        "form": form,
        # Drawn by segno from letters of our own; its colours are attributes, as the Content-Security-Policy wants.
        "qr": mark_safe(drawing.svg_inline(omitsize=True, border=2, light="#fff")),  # noqa: S308
        "secret": _groups(totp.in_letters(secret)),
        "replaces": authenticator_of(user) is not None,
    }
    return render(request, "identity/new_authenticator.html", context, status=422 if form.errors else 200)


def _groups(text: str) -> str:
    """In groups of four, for typing: 'ABCD EFGH …'."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = AccountForm(
        request.POST or None, initial={"language": user.language, "single_keys": user.single_keys}
    )
    if request.method == "POST" and form.is_valid():
        actions.choose(user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, pgettext("account", "Your choices are saved."))
        return redirect("identity:account")
    context = {
        "form": form,
        "authenticator": authenticator_of(user),
        "given": given(request),
        "codes_left": codes_left(user),
    }
    return render(request, "identity/account.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("current", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    must = request.user.one_time_until is not None
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.user, form.cleaned_data["new"])
        update_session_auth_hash(request, request.user)
        messages.success(
            request, pgettext("account", "Your password is changed. Other devices are logged out.")
        )
        return redirect(settings.LOGIN_REDIRECT_URL if must else "identity:account")
    context = {"form": form, "must": must}
    return render(request, "identity/password.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    if not given(request):
        raise PermissionDenied
    context = {"codes": actions.renew_codes(request.user), "where": resolve_url("identity:account")}
    return render(request, "identity/codes.html", context)
