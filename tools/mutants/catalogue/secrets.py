"""Secrets stay secret, and only who proves it is believed."""

from tools.mutants.catalogue.suites import CANARY
from tools.mutants.mutant import Mutant

MUTANTS = (
    Mutant(
        "the service's words are kept with our key in them",
        "adapters/gemini_errors.py",
        "raise refusal.having_words(made_whole(without_key(refusal.words, key)[:MAX_WORDS])) from None",
        "raise refusal from None",
        (CANARY,),
    ),
    Mutant(
        "an answer is kept with our key in it",
        "adapters/gemini_service.py",
        'return without_key((response.sdk_http_response and response.sdk_http_response.body) or "", self._key)',
        'return (response.sdk_http_response and response.sdk_http_response.body) or ""',
        (CANARY,),
    ),
    Mutant(
        "our key is blotted out after the words were cut",
        "adapters/gemini_errors.py",
        "without_key(refusal.words, key)[:MAX_WORDS]",
        "without_key(refusal.words[:MAX_WORDS], key)",
        ("tests/adapters/test_gemini_secrets.py",),
    ),
    Mutant(
        "a result of a job is kept with our key in it",
        "adapters/gemini_jobs_studio.py",
        "map(self._blotted, lines_of(pieces))",
        "lines_of(pieces)",
        ("tests/adapters/test_gemini_secrets.py",),
    ),
    Mutant(
        "a webhook is believed without a signature",
        "domain/webhooks.py",
        "    return fits\n",
        "    return True\n",
        ("tests/unit/test_webhooks.py",),
    ),
    Mutant(
        "a webhook of any age is believed",
        "domain/webhooks.py",
        "    if abs(now - sent) > WINDOW:",
        "    if abs(now - sent) > 9_999 * WINDOW:",
        ("tests/unit/test_webhooks.py",),
    ),
    Mutant(
        "a webhook counts as often as it is sent",
        "entry/cloud/serving/webhook.py",
        "    new = event.is_about_jobs and recent.is_new(event, now)",
        "    new = event.is_about_jobs",
        ("tests/entry/cloud/test_webhook.py",),
    ),
    Mutant(
        "a name in a private network is asked",
        "adapters/addresses.py",
        "    refused = [each for each in addresses if not trusted and not is_public(each)]",
        "    refused: list[str] = []",
        ("tests/adapters/test_web.py",),
    ),
)
