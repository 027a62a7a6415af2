"""What Django and django-allauth say to our users; their own catalogues lack some languages."""

from migrant_health.catalogues.message import Message

# Months inside a date, in lower case as our languages write them; at the head of a page Django's own.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BORROWED = (
    *(Message(month, context="alt. month") for month in MONTHS),
    Message("This field is required."),
    Message("Enter a valid value."),
    Message("Enter a valid email address."),
    Message("Enter a whole number."),
    Message("Enter a valid date."),
    Message("Enter a valid time."),
    Message("Select a valid choice. %(value)s is not one of the available choices."),
    Message("Select a valid choice. That choice is not one of the available choices."),
    Message(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    Message("Null characters are not allowed."),
    Message("Password"),
    Message("Email"),
    Message("Email address"),
    Message("Current Password"),
    Message("New Password"),
    Message("New Password (again)"),
    Message("You must type the same password each time."),
    Message("Please type your current password."),
    Message("Incorrect password."),
    Message("The email address and/or password you specified are not correct."),
    Message("Too many failed login attempts. Try again later."),
    Message("This account is currently inactive."),
    Message("This password is too common."),
    Message(
        "This password is too short. It must contain at least %(min_length)d character.",
        "This password is too short. It must contain at least %(min_length)d characters.",
    ),
    Message("Password successfully changed."),
    Message("You have signed out."),
    Message("Successfully signed in as %(name)s."),
)
