"""What personal data looks like: in the name of a column, in its values, and inside free text.

Where the digits of a number are replaced, its check digits are not made to fit: nobody's real number can come out.
"""

from promote.model.personal import Disguise, Kind

_PEOPLE = (
    *("first", "last", "middle", "full", "given", "family", "maiden", "user", "nick", "customer", "client", "employee"),
    *("patient", "passenger", "student", "person", "contact", "owner", "father", "mother", "guardian", "spouse"),
    *("teacher", "doctor", "applicant", "borrower", "tenant", "member", "subscriber", "cardholder", "beneficiary"),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        name="e-mail addresses",
        disguise=Disguise.WORDS,
        phrases=frozenset(["email", "e mail", "mail address", "mailbox"]),
        value=r"[\w.+%-]+@[\w-]+(\.[\w-]+)+",
        inside=r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+",
    ),
    Kind(
        name="IP addresses",
        disguise=Disguise.DIGITS,
        phrases=frozenset(["ip", "ip address", "ipv4", "ipaddress"]),
        value=r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)",
        inside=r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])",
        digits=4,
    ),
    Kind(
        name="account numbers",
        disguise=Disguise.DIGITS,
        phrases=frozenset(["iban", "account number", "account no", "bank account"]),
        value=r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?",
        inside=r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b",
        digits=6,
        is_text=False,
    ),
    Kind(
        name="card numbers",
        disguise=Disguise.DIGITS,
        phrases=frozenset(["credit card", "card number", "card no", "cc number", "cc num", "creditcard", "cardnumber"]),
        value=r"[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{5}",
        inside=r"\b[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,7}\b",
        digits=12,
        is_text=False,
    ),
    Kind(
        name="social security numbers",
        disguise=Disguise.DIGITS,
        phrases=frozenset(["ssn", "social security", "national id", "passport", "tax id", "aadhaar", "aadhar"]),
        value=r"\d{3}-\d{2}-\d{4}",
        inside=r"\b\d{3}-\d{2}-\d{4}\b",
        digits=6,
        is_text=False,
    ),
    Kind(
        name="phone numbers",
        disguise=Disguise.DIGITS,
        phrases=frozenset(["phone", "telephone", "mobile", "cellphone", "phonenumber", "fax", "tel", "contact number"]),
        value=r"(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\) ?|\d{2,4}[ .-])\d{3,4}[ .-]?\d{3,4}(?: ?x\d+)?|\+\d{9,14}",
        inside=r"(?<![\w.+-])(?:\+\d{1,3}[ .-]?)?\(?\d{2,5}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}(?![\w.-]*\d)",
        digits=7,
        is_text=False,
    ),
    Kind(
        name="dates of birth",
        disguise=Disguise.DAYS,
        phrases=frozenset(["birth", "birthday", "birthdate", "dob", "born", "dateofbirth", "geburtsdatum"]),
        digits=4,
    ),
    Kind(
        name="postal addresses",
        disguise=Disguise.WORDS,
        may_be_category=True,
        phrases=frozenset(["address", "street", "adresse", "strasse", "direccion", "residence address"]),
    ),
    Kind(
        name="names of people",
        disguise=Disguise.LETTERS_OF_WORDS,
        may_be_category=True,
        phrases=frozenset(
            [f"{each} name" for each in _PEOPLE]
            + [f"{each}name" for each in _PEOPLE]
            + ["surname", "forename", "fullname", "name of customer", "name of employee", "nachname", "vorname"]
            + ["prenom", "prénom", "apellido", "apellidos", "cognome", "nom de famille"]
        ),
        whole=frozenset(["name", "names", "passenger", "patient"]),
        # `Doe, Mrs. Jane` and `Mrs. Jane Doe`
        value=r"(?:[^,]+, )?(?:Mr|Mrs|Ms|Miss|Dr|Prof|Master|Rev|Sir|Herr|Frau|Mme|Mlle)\b\.? .+",
    ),
)
"""What is looked for, in this order: the first kind that a column is of counts."""

HONORIFICS = frozenset(
    [
        *(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "dr",
            "prof",
            "rev",
            "sir",
            "madam",
            "lady",
            "lord",
            "master",
            "dame",
            "hon",
        ),
        *("capt", "col", "major", "maj", "lt", "sgt", "gen", "jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "don"),
        *("dona", "mme", "mlle", "herr", "frau", "countess", "count", "baron", "de", "la", "van", "von", "der", "the"),
        *("of", "and", "jonkheer"),
    ]
)
"""Words of a name that say nothing about who it is."""
