"""Nothing is stored about a person before it is said who may see it."""

from tests import fields


def test_every_field_has_its_class_and_no_class_is_for_a_field_that_is_gone() -> None:
    stored = {
        model.__name__: {field.name for field in fields.speaking(model)}
        for model in fields.our_models()
    }
    told = {model: set(by_field) for model, by_field in fields.classes().items()}
    assert told == stored


def test_only_the_words_of_the_matrix_are_used() -> None:
    used = {word for by_field in fields.classes().values() for word in by_field.values()}
    assert used <= fields.WORDS
