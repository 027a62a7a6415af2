"""Addresses of this room."""

from django.urls import path

from cases.views import change, consent, files, glass, move, record, register, state_contact

app_name = "cases"
urlpatterns = [
    path("migrants/", files.migrants, name="migrants"),
    path("migrants/new/", register.register, name="register"),
    path("migrants/<uuid:migrant_id>/", files.migrant, name="migrant"),
    path("migrants/<uuid:migrant_id>/change/", change.change, name="change"),
    path("migrants/<uuid:migrant_id>/names/new/", change.add_name, name="add_name"),
    path("migrants/<uuid:migrant_id>/contacts/new/", change.add_contact, name="add_contact"),
    path("migrants/<uuid:migrant_id>/cases/new/", register.open_case, name="open_case"),
    path("migrants/<uuid:migrant_id>/consents/new/", consent.record_consent, name="record_consent"),
    path(
        "migrants/<uuid:migrant_id>/state-contact/block/",
        state_contact.block,
        name="block_state_contact",
    ),
    path(
        "migrants/<uuid:migrant_id>/state-contact/ask/",
        state_contact.ask,
        name="ask_state_contact",
    ),
    path(
        "migrants/<uuid:migrant_id>/state-contact/allow/",
        state_contact.allow,
        name="allow_state_contact",
    ),
    path("migrants/<uuid:migrant_id>/glass/", glass.break_glass, name="break_glass"),
    path("glass/", glass.broken_glass, name="broken_glass"),
    path("glass/confirm/", glass.glass_to_confirm, name="glass_to_confirm"),
    path("glass/<uuid:glass_id>/", glass.review_glass, name="review_glass"),
    path("glass/<uuid:glass_id>/end/", glass.end_glass, name="end_glass"),
    path("glass/<uuid:glass_id>/confirm/", glass.confirm_glass, name="confirm_glass"),
    path("contacts/<uuid:contact_id>/", files.contact, name="contact"),
    path("contacts/<uuid:contact_id>/messages/", change.allow_messages, name="allow_messages"),
    path("consents/<uuid:consent_id>/withdraw/", consent.withdraw_consent, name="withdraw_consent"),
    path("cases/", files.cases, name="cases"),
    path("cases/<uuid:case_id>/change/", change.change_case, name="change_case"),
    path("cases/<uuid:case_id>/notes/new/", record.add_note, name="add_note"),
    path("cases/<uuid:case_id>/tasks/new/", record.add_task, name="add_task"),
    path("cases/<uuid:case_id>/screens/new/", record.record_screen, name="record_screen"),
    path("cases/<uuid:case_id>/basis/new/", consent.record_basis, name="record_basis"),
    path("cases/<uuid:case_id>/pause/", move.pause, name="pause"),
    path("cases/<uuid:case_id>/resume/", move.resume, name="resume"),
    path("cases/<uuid:case_id>/close/", move.close, name="close"),
    path("cases/<uuid:case_id>/reopen/", move.reopen, name="reopen"),
    path("cases/<uuid:case_id>/assign/", move.assign, name="assign"),
    path("tasks/<uuid:task_id>/done/", record.finish_task, name="finish_task"),
    path("drafts/<slug:form>/", register.draft, name="draft"),
]
