import time
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from desk.bench.population import populate
from tests.cast import NOW

@pytest.mark.django_db
@pytest.mark.parametrize("n", [50, 500, 1000])
def test_it(n):
    caseworker, case_id = populate(n, NOW)
    c = Client(); c.force_login(caseworker.user)
    for page in ("/", "/cases/?state=all", "/migrants/", "/referrals/"):
        t=time.time()
        with CaptureQueriesContext(connection) as cap:
            c.get(page)
        qs = sorted(((float(q["time"]), q["sql"][:150]) for q in cap.captured_queries), reverse=True)[:2]
        print(n, page, round(time.time()-t,2), qs)
