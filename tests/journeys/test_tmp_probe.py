import time, pytest
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
def test_probe(stage):
    t=time.time(); a = stage.enters("aigul"); print("login", time.time()-t)
    for n in ("desk:home","cases:migrants","desk:search","cases:register"):
        for _ in range(3):
            t=time.time(); a.opens(n); dt=time.time()-t
            e = a.page.evaluate("()=>performance.getEntries().filter(e=>e.responseEnd).map(e=>[e.name.split('/').slice(-1)[0], Math.round(e.startTime), Math.round(e.responseStart||0), Math.round(e.responseEnd), e.transferSize])")
            nav = a.page.evaluate("()=>JSON.stringify(performance.getEntriesByType('navigation')[0])")
            print(n, round(dt,3), len(e), sum(x[4] for x in e), nav[:900])
    print(e)
