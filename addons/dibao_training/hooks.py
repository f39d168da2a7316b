# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def uninstall_hook(env):
    """Take back what the coordinator was lent: the groups belong to other add-ons."""
    coordinator = env.ref(
        "dibao_archive.group_training_coordinator", raise_if_not_found=False
    )
    if coordinator:
        coordinator.implied_ids -= env.ref("event.group_event_user")
        coordinator.implied_ids -= env.ref("survey.group_survey_user")
