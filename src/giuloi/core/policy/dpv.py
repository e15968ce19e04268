"""The purposes of the W3C Data Privacy Vocabulary (DPV 2) that a shop may name, by their identifiers.

Source: https://w3id.org/dpv/2.0, module "purposes"; `LegalObligation` is the legal basis that a release to an
authority rests on. `RightsFulfillment` is spelled `RightsFulfilment` in later versions; both are taken.
`https://w3id.org/dpv#` before an identifier makes its address.
"""

from __future__ import annotations

PURPOSES = frozenset(
    {
        "AccountManagement",
        "Advertising",
        "AgeVerification",
        "CommercialPurpose",
        "CommercialResearch",
        "CommunicationForCustomerCare",
        "CommunicationManagement",
        "CustomerCare",
        "CustomerClaimsManagement",
        "CustomerManagement",
        "CustomerOrderManagement",
        "CustomerRelationshipManagement",
        "DeliveryOfGoods",
        "DirectMarketing",
        "DisputeManagement",
        "EnforceAccessControl",
        "EnforceSecurity",
        "EstablishContractualAgreement",
        "FraudPreventionAndDetection",
        "FulfilmentOfContractualObligation",
        "FulfilmentOfObligation",
        "IdentityAuthentication",
        "IdentityVerification",
        "ImproveExistingProductsAndServices",
        "LegalCompliance",
        "LegalObligation",
        "Marketing",
        "MisusePreventionAndDetection",
        "OptimisationForConsumer",
        "PaymentManagement",
        "Personalisation",
        "PersonalisedAdvertising",
        "PersonalisedBenefits",
        "ProvidePersonalisedRecommendations",
        "ProvideProductRecommendations",
        "PublicRelations",
        "RecordManagement",
        "RepairImpairments",
        "RequestedServiceProvision",
        "RightsFulfillment",
        "RightsFulfilment",
        "SellDataToThirdParties",
        "SellProducts",
        "SellProductsToDataSubject",
        "ServiceOptimisation",
        "ServicePersonalisation",
        "ServiceProvision",
        "ServiceRegistration",
        "ServiceUsageAnalytics",
        "SocialMediaMarketing",
        "TargetedAdvertising",
        "TechnicalServiceProvision",
        "Verification",
    }
)
