"""A real desk posts changes and is killed between sending and saving: nothing is lost, and the order stays."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.served import desk, until
from tests.receiver import Fault, Receiver


def test_killed_while_a_receiver_holds_a_delivery_it_is_made_again_and_the_rest_follows(tmp_path: Path) -> None:
    with Receiver() as receiver, desk(tmp_path, sync_loopback="true") as running:
        with running.client() as client:
            body = {"name": "Catalogue", "address": receiver.address}
            receiver.secret = client.post("/webhooks", json=body).raise_for_status().json()["secret"]
            receiver.faults.append(Fault(silent=True, takes=True))
            client.post("/licences", json={"title": "One", "code": "ONE"}).raise_for_status()
            until(lambda: receiver.asked)
        running.kill()
        running.start()
        with running.client() as client:
            client.post("/licences", json={"title": "Two", "code": "TWO"}).raise_for_status()
            until(lambda: "TWO" in receiver.codes)
            (webhook,) = client.get("/webhooks").json()["items"]
            feed = client.get("/changes").json()
            until(lambda: client.get(f"/webhooks/{webhook['id']}").json()["cursor"] == feed["next_cursor"])
    assert receiver.codes == ["ONE", "ONE", "TWO"]
    assert receiver.asked[0].id == receiver.asked[1].id
    assert receiver.violations == []


def test_a_receiver_that_never_answers_holds_up_neither_others_nor_the_reading_of_documents(tmp_path: Path) -> None:
    pdf = Path(__file__).parents[2] / "api" / "demo" / "pdf" / "meridian-amendment-1.pdf"
    with Receiver() as silent, Receiver() as good, desk(tmp_path, sync_loopback="true") as running:
        silent.faults.extend([Fault(silent=True)] * 20)
        with running.client() as client:
            for name, receiver in (("Silent", silent), ("Good", good)):
                body = {"name": name, "address": receiver.address}
                receiver.secret = client.post("/webhooks", json=body).raise_for_status().json()["secret"]
            licence = client.post("/licences", json={"title": "One", "code": "ONE"}).raise_for_status().json()
            until(lambda: silent.asked)
            version = client.post(f"/licences/{licence['id']}/versions", json={"effective_from": "2026-01-01"}).json()
            with pdf.open("rb") as file:
                document = client.post(f"/versions/{version['id']}/documents", files={"file": file}).json()["id"]
            until(lambda: client.get(f"/documents/{document}").json()["reading"]["state"] == "done")
            client.post("/licences", json={"title": "Two", "code": "TWO"}).raise_for_status()
            until(lambda: good.codes == ["ONE", "TWO"])
        assert silent.codes == []
