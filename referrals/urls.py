"""Addresses of this room; the move, the view and the template share one word."""

from django.urls import path

from referrals.views import answer, custody, envelope, glass, read, send, write_envelope

app_name = "referrals"
urlpatterns = [
    path("referrals/", read.referrals, name="referrals"),
    path("referrals/<uuid:referral_id>/", read.referral, name="referral"),
    path("cases/<uuid:case_id>/refer/", send.write, name="write"),
    path("referrals/<uuid:referral_id>/change/", send.change, name="change"),
    path("referrals/<uuid:referral_id>/send/", send.send, name="send"),
    path("referrals/<uuid:referral_id>/cancel/", send.cancel, name="cancel"),
    path("referrals/<uuid:referral_id>/note/", send.note, name="note"),
    path("referrals/<uuid:referral_id>/glass/", glass.break_glass, name="break_glass"),
    path("referrals/<uuid:referral_id>/receive/", answer.receive, name="receive"),
    path("referrals/<uuid:referral_id>/accept/", answer.accept, name="accept"),
    path("referrals/<uuid:referral_id>/decline/", answer.decline, name="decline"),
    path("referrals/<uuid:referral_id>/redirect/", answer.redirect_elsewhere, name="redirect"),
    path("referrals/<uuid:referral_id>/schedule/", answer.schedule, name="schedule"),
    path("referrals/<uuid:referral_id>/arrive/", answer.arrive, name="arrive"),
    path("referrals/<uuid:referral_id>/miss/", answer.miss, name="miss"),
    path("referrals/<uuid:referral_id>/complete/", answer.complete, name="complete"),
    path("referrals/<uuid:referral_id>/leave-early/", answer.leave_early, name="leave_early"),
    path("custody/", custody.examinations, name="examinations"),
    path("custody/new/", custody.ask_examination, name="ask_examination"),
    path("custody/<uuid:examination_id>/", custody.examination, name="examination"),
    path("custody/<uuid:examination_id>/release/", custody.release, name="release"),
    path("custody/<uuid:examination_id>/cancel/", custody.take_back, name="take_back"),
    path("envelopes/", envelope.envelopes, name="envelopes"),
    path("cases/<uuid:case_id>/envelope/", write_envelope.write, name="write_envelope"),
    path("envelopes/<uuid:envelope_id>/", envelope.envelope, name="envelope"),
    path("envelopes/<uuid:envelope_id>/take/", envelope.take, name="take_envelope"),
    path("envelopes/<uuid:envelope_id>/answer/", envelope.answer, name="answer_envelope"),
    path("envelopes/<uuid:envelope_id>/close/", envelope.close, name="close_envelope"),
    path("envelopes/<uuid:envelope_id>/withdraw/", envelope.withdraw, name="withdraw_envelope"),
]
